<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>BoxTableWriter</name>
    <message numerus="yes">
        <source>%Ln row(s) in set</source>
        <translation>
            <numerusform>%Ln row in set</numerusform>
            <numerusform>%Ln rows in set</numerusform>
        </translation>
    </message>
</context>
</TS>
