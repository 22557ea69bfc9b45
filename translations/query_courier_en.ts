<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Autostart</name>
    <message numerus="yes">
        <source>no answer within %n second(s).</source>
        <translation>
            <numerusform>no answer within %n second.</numerusform>
            <numerusform>no answer within %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CellText</name>
    <message numerus="yes">
        <source>blob, %Ln bytes</source>
        <translation>
            <numerusform>blob, %Ln byte</numerusform>
            <numerusform>blob, %Ln bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangesText</name>
    <message numerus="yes">
        <source>%Ln row(s), as many as now</source>
        <translation>
            <numerusform>%Ln row, as many as now</numerusform>
            <numerusform>%Ln rows, as many as now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) then</source>
        <translation>
            <numerusform>%Ln row then</numerusform>
            <numerusform>%Ln rows then</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ColumnFindings</name>
    <message numerus="yes">
        <source>%n number(s) sent as strings</source>
        <translation>
            <numerusform>%n number sent as a string</numerusform>
            <numerusform>%n numbers sent as strings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n integer(s) beyond 2^53, exact: a spreadsheet would round them</source>
        <translation>
            <numerusform>%n integer beyond 2^53, exact: a spreadsheet would round it</numerusform>
            <numerusform>%n integers beyond 2^53, exact: a spreadsheet would round them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n integer(s) beyond 2^53 sent as strings</source>
        <translation>
            <numerusform>%n integer beyond 2^53 sent as a string</numerusform>
            <numerusform>%n integers beyond 2^53 sent as strings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n integer(s) beyond 2^53, exact: JavaScript would round them</source>
        <translation>
            <numerusform>%n integer beyond 2^53, exact: JavaScript would round it</numerusform>
            <numerusform>%n integers beyond 2^53, exact: JavaScript would round them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) NaN or infinite: an empty field</source>
        <translation>
            <numerusform>%n value NaN or infinite: an empty field</numerusform>
            <numerusform>%n values NaN or infinite: empty fields</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) NaN or infinite: null</source>
        <translation>
            <numerusform>%n value NaN or infinite: null</numerusform>
            <numerusform>%n values NaN or infinite: null</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) not UTF-8: the broken parts become �</source>
        <translation>
            <numerusform>%n text not UTF-8: its broken parts become �</numerusform>
            <numerusform>%n texts not UTF-8: the broken parts become �</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n binary value(s) as base64</source>
        <translation>
            <numerusform>%n binary value as base64</numerusform>
            <numerusform>%n binary values as base64</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionUse</name>
    <message numerus="yes">
        <source>%n schedule(s)</source>
        <translation>
            <numerusform>%n schedule</numerusform>
            <numerusform>%n schedules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open query(s)</source>
        <translation>
            <numerusform>%n open query</numerusform>
            <numerusform>%n open queries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) that wait or run</source>
        <translation>
            <numerusform>%n job that waits or runs</numerusform>
            <numerusform>%n jobs that wait or run</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schedule(s) run there and will fail until you choose another connection for them: %1.</source>
        <translation>
            <numerusform>%n schedule runs there and will fail until you choose another connection for it: %1.</numerusform>
            <numerusform>%n schedules run there and will fail until you choose another connection for them: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open query(s) lose their connection and keep their text%1.</source>
        <translation>
            <numerusform>%n open query loses its connection and keeps its text%1.</numerusform>
            <numerusform>%n open queries lose their connection and keep their text%1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) wait or run there: what runs goes on, what waits will fail.</source>
        <translation>
            <numerusform>%n job waits or runs there: if it runs it goes on, if it waits it will fail.</numerusform>
            <numerusform>%n jobs wait or run there: what runs goes on, what waits will fail.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeliveryGuards</name>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>and %n more change</numerusform>
            <numerusform>and %n more changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportRows</name>
    <message numerus="yes">
        <source>%Ln text(s) that a spreadsheet would run as a formula got an apostrophe before them.</source>
        <translation>
            <numerusform>%Ln text that a spreadsheet would run as a formula got an apostrophe before it.</numerusform>
            <numerusform>%Ln texts that a spreadsheet would run as a formula got an apostrophe before them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) do not exist in %1 and became “?”. Choose UTF-8 to keep them.</source>
        <translation>
            <numerusform>%Ln character does not exist in %1 and became “?”. Choose UTF-8 to keep it.</numerusform>
            <numerusform>%Ln characters do not exist in %1 and became “?”. Choose UTF-8 to keep them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) were not UTF-8 and got replacement characters.</source>
        <translation>
            <numerusform>%Ln text was not UTF-8 and got replacement characters.</numerusform>
            <numerusform>%Ln texts were not UTF-8 and got replacement characters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln number(s) have more than 15 digits, which a spreadsheet would round: they are texts.</source>
        <translation>
            <numerusform>%Ln number has more than 15 digits, which a spreadsheet would round: it is a text.</numerusform>
            <numerusform>%Ln numbers have more than 15 digits, which a spreadsheet would round: they are texts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) were longer than the 32,767 characters that a cell holds and were cut. Choose CSV to keep them whole.</source>
        <translation>
            <numerusform>%Ln text was longer than the 32,767 characters that a cell holds and was cut. Choose CSV to keep it whole.</numerusform>
            <numerusform>%Ln texts were longer than the 32,767 characters that a cell holds and were cut. Choose CSV to keep them whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln number(s) are NaN or infinite, which cannot be written here: they became NULL.</source>
        <translation>
            <numerusform>%Ln number is NaN or infinite, which cannot be written here: it became NULL.</numerusform>
            <numerusform>%Ln numbers are NaN or infinite, which cannot be written here: they became NULL.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) hold the character NUL, which PostgreSQL does not take: it was left out.</source>
        <translation>
            <numerusform>%Ln text holds the character NUL, which PostgreSQL does not take: it was left out.</numerusform>
            <numerusform>%Ln texts hold the character NUL, which PostgreSQL does not take: it was left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln array(s) were written as JSON text.</source>
        <translation>
            <numerusform>%Ln array was written as JSON text.</numerusform>
            <numerusform>%Ln arrays were written as JSON text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln NULL(s) were left out: IN never finds them.</source>
        <translation>
            <numerusform>%Ln NULL was left out: IN never finds it.</numerusform>
            <numerusform>%Ln NULLs were left out: IN never finds them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The rows fill %Ln sheet(s), since one holds at most 1,048,575.</source>
        <translation>
            <numerusform>The rows fill %Ln sheet, since one holds at most 1,048,575.</numerusform>
            <numerusform>The rows fill %Ln sheets, since one holds at most 1,048,575.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailureText</name>
    <message numerus="yes">
        <source>Nothing more goes to &apos;%1&apos; until you change it; %n result(s) wait.</source>
        <translation>
            <numerusform>Nothing more goes to &apos;%1&apos; until you change it; %n result waits.</numerusform>
            <numerusform>Nothing more goes to &apos;%1&apos; until you change it; %n results wait.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The server closes the connection before it has read the body (%n time(s)). It may refuse the size or the sign-in.</source>
        <translation>
            <numerusform>The server closes the connection before it has read the body (%n time). It may refuse the size or the sign-in.</numerusform>
            <numerusform>The server closes the connection before it has read the body (%n times). It may refuse the size or the sign-in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not delivered within %n day(s). The result is kept, so you can send it again.</source>
        <translation>
            <numerusform>Not delivered within %n day. The result is kept, so you can send it again.</numerusform>
            <numerusform>Not delivered within %n days. The result is kept, so you can send it again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileCopies</name>
    <message numerus="yes">
        <source>%Ln line(s) ended early: NULL stands for the rest.</source>
        <translation>
            <numerusform>%Ln line ended early: NULL stands for the rest.</numerusform>
            <numerusform>%Ln lines ended early: NULL stands for the rest.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s) of another encoding became U+FFFD, the first in line %1.</source>
        <translation>
            <numerusform>%Ln character of another encoding became U+FFFD, in line %1.</numerusform>
            <numerusform>%Ln characters of another encoding became U+FFFD, the first in line %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln zero byte(s) stayed in texts.</source>
        <translation>
            <numerusform>%Ln zero byte stayed in a text.</numerusform>
            <numerusform>%Ln zero bytes stayed in texts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln value(s) did not fit the chosen type and stayed text.</source>
        <translation>
            <numerusform>%Ln value did not fit the chosen type and stayed text.</numerusform>
            <numerusform>%Ln values did not fit the chosen type and stayed text.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilesEngine</name>
    <message numerus="yes">
        <source>%Ln file(s) can be read.</source>
        <translation>
            <numerusform>The file can be read.</numerusform>
            <numerusform>%Ln files can be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterText</name>
    <message numerus="yes">
        <source>%1 is none of %Ln value(s)</source>
        <translation>
            <numerusform>%1 is not %Ln value</numerusform>
            <numerusform>%1 is none of %Ln values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is one of %Ln value(s)</source>
        <translation>
            <numerusform>%1 is one of %Ln value</numerusform>
            <numerusform>%1 is one of %Ln values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobCommands</name>
    <message numerus="yes">
        <source>%n text(s) were not UTF-8 and got replacement characters.</source>
        <translation>
            <numerusform>%n text was not UTF-8 and got replacement characters.</numerusform>
            <numerusform>%n texts were not UTF-8 and got replacement characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OdbcLink</name>
    <message numerus="yes">
        <source>The statement took longer than the connection&apos;s limit of %n second(s). Ask for less, or raise the limit.</source>
        <translation>
            <numerusform>The statement took longer than the connection&apos;s limit of %n second. Ask for less, or raise the limit.</numerusform>
            <numerusform>The statement took longer than the connection&apos;s limit of %n seconds. Ask for less, or raise the limit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 did not answer within %n second(s). Check the server&apos;s name and port in it.</source>
        <translation>
            <numerusform>%1 did not answer within %n second. Check the server&apos;s name and port in it.</numerusform>
            <numerusform>%1 did not answer within %n seconds. Check the server&apos;s name and port in it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PostgresSession</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and one more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueryCommands</name>
    <message numerus="yes">
        <source>%n text(s) were not UTF-8 and were sent with replacement characters.</source>
        <translation>
            <numerusform>%n text was not UTF-8 and was sent with replacement characters.</numerusform>
            <numerusform>%n texts were not UTF-8 and were sent with replacement characters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)…</source>
        <translation>
            <numerusform>%Ln row…</numerusform>
            <numerusform>%Ln rows…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultCommands</name>
    <message numerus="yes">
        <source>Resumed; %n delivery(s) wait and are due now.</source>
        <translation>
            <numerusform>Resumed; %n delivery waits and is due now.</numerusform>
            <numerusform>Resumed; %n deliveries wait and are due now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleNotices</name>
    <message numerus="yes">
        <source>%Ln schedule(s)</source>
        <translation>
            <numerusform>%Ln schedule</numerusform>
            <numerusform>%Ln schedules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln was/were caught up</source>
        <translation>
            <numerusform>%Ln was caught up</numerusform>
            <numerusform>%Ln were caught up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&apos;%1&apos; failed %n times, most recently: %2</source>
        <translation>
            <numerusform>&apos;%1&apos; failed %n time, most recently: %2</numerusform>
            <numerusform>&apos;%1&apos; failed %n times, most recently: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&apos;%1&apos; failed %n time(s) and then succeeded. You can repeat what failed from its history.</source>
        <translation>
            <numerusform>&apos;%1&apos; failed %n time and then succeeded. You can repeat what failed from its history.</numerusform>
            <numerusform>&apos;%1&apos; failed %n times and then succeeded. You can repeat what failed from its history.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&apos;%1&apos; skipped %n run(s) because the previous one was still running. Let it run less often, or let one run wait for the other.</source>
        <translation>
            <numerusform>&apos;%1&apos; skipped %n run because the previous one was still running. Let it run less often, or let one run wait for the other.</numerusform>
            <numerusform>&apos;%1&apos; skipped %n runs because the previous one was still running. Let it run less often, or let one run wait for the other.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SchedulePlan</name>
    <message numerus="yes">
        <source>%n minutes late</source>
        <translation>
            <numerusform>%n minute late</numerusform>
            <numerusform>%n minutes late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours late</source>
        <translation>
            <numerusform>%n hour late</numerusform>
            <numerusform>%n hours late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days late</source>
        <translation>
            <numerusform>%n day late</numerusform>
            <numerusform>%n days late</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerFailure</name>
    <message numerus="yes">
        <source>The server %1 did not answer within %n second(s). Check its name and port, and that no firewall is in between.</source>
        <translation>
            <numerusform>The server %1 did not answer within %n second. Check its name and port, and that no firewall is in between.</numerusform>
            <numerusform>The server %1 did not answer within %n seconds. Check its name and port, and that no firewall is in between.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The statement took longer than the connection&apos;s limit of %n second(s). Ask for less, or raise the limit.</source>
        <translation>
            <numerusform>The statement took longer than the connection&apos;s limit of %n second. Ask for less, or raise the limit.</numerusform>
            <numerusform>The statement took longer than the connection&apos;s limit of %n seconds. Ask for less, or raise the limit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message numerus="yes">
        <source>%Ln row(s) in set</source>
        <translation>
            <numerusform>%Ln row in set</numerusform>
            <numerusform>%Ln rows in set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetReference</name>
    <message numerus="yes">
        <source>The target&apos;s name is longer than %n characters: shorten it.</source>
        <translation>
            <numerusform>The target&apos;s name is longer than %n character: shorten it.</numerusform>
            <numerusform>The target&apos;s name is longer than %n characters: shorten it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TargetUse</name>
    <message numerus="yes">
        <source>Used by %n schedule(s): %1</source>
        <translation>
            <numerusform>Used by %n schedule: %1</numerusform>
            <numerusform>Used by %n schedules: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n schedule(s) send there and will fail until you choose another target for them: %1.</source>
        <translation>
            <numerusform>%n schedule sends there and will fail until you choose another target for it: %1.</numerusform>
            <numerusform>%n schedules send there and will fail until you choose another target for them: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::BackfillDialog</name>
    <message numerus="yes">
        <source>%Ln slot(s)</source>
        <translation>
            <numerusform>%Ln slot</numerusform>
            <numerusform>%Ln slots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run %Ln slot(s)</source>
        <translation>
            <numerusform>Run %Ln slot</numerusform>
            <numerusform>Run %Ln slots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) were queued. The Jobs page shows them.</source>
        <translation>
            <numerusform>%Ln job was queued. The Jobs page shows it.</numerusform>
            <numerusform>%Ln jobs were queued. The Jobs page shows them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::BacklogDialog</name>
    <message numerus="yes">
        <source>%Ln result(s) wait for &apos;%1&apos;</source>
        <translation>
            <numerusform>%Ln result waits for &apos;%1&apos;</numerusform>
            <numerusform>%Ln results wait for &apos;%1&apos;</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln address(es)</source>
        <translation>
            <numerusform>%Ln address</numerusform>
            <numerusform>%Ln addresses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::BodyRowsPage</name>
    <message numerus="yes">
        <source>Reading: %Ln row(s) so far.</source>
        <translation>
            <numerusform>Reading: %Ln row so far.</numerusform>
            <numerusform>Reading: %Ln rows so far.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only %Ln row(s) were read.</source>
        <translation>
            <numerusform>Only %Ln row was read.</numerusform>
            <numerusform>Only %Ln rows were read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s).</source>
        <translation>
            <numerusform>%Ln row.</numerusform>
            <numerusform>%Ln rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::CellDialog</name>
    <message numerus="yes">
        <source>Binary, %Ln byte(s)</source>
        <translation>
            <numerusform>Binary, %Ln byte</numerusform>
            <numerusform>Binary, %Ln bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln character(s)</source>
        <translation>
            <numerusform>%Ln character</numerusform>
            <numerusform>%Ln characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::ColumnFilterDialog</name>
    <message numerus="yes">
        <source>All %Ln value(s).</source>
        <translation>
            <numerusform>The only value.</numerusform>
            <numerusform>All %Ln values.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::DiffTable</name>
    <message numerus="yes">
        <source>%Ln row(s) are the same.</source>
        <translation>
            <numerusform>%Ln row is the same.</numerusform>
            <numerusform>%Ln rows are the same.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) added</source>
        <translation>
            <numerusform>%Ln row added</numerusform>
            <numerusform>%Ln rows added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) removed</source>
        <translation>
            <numerusform>%Ln row removed</numerusform>
            <numerusform>%Ln rows removed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) changed</source>
        <translation>
            <numerusform>%Ln row changed</numerusform>
            <numerusform>%Ln rows changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::FigureWatch</name>
    <message numerus="yes">
        <source>%Ln cell(s)…</source>
        <translation>
            <numerusform>%Ln cell…</numerusform>
            <numerusform>%Ln cells…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::FilePreviewDialog</name>
    <message numerus="yes">
        <source>Open %Ln file(s) as tables</source>
        <translation>
            <numerusform>Open a file as a table</numerusform>
            <numerusform>Open %Ln files as tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %2, %Ln column(s), the first %3 rows</source>
        <translation>
            <numerusform>%1: %2, %Ln column, the first %3 rows</numerusform>
            <numerusform>%1: %2, %Ln columns, the first %3 rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::FindBar</name>
    <message numerus="yes">
        <source>In %Ln cell(s)</source>
        <translation>
            <numerusform>In %Ln cell</numerusform>
            <numerusform>In %Ln cells</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::HistoryDialog</name>
    <message numerus="yes">
        <source>%Ln line(s)</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::HistoryMenu</name>
    <message numerus="yes">
        <source>%Ln body(s)</source>
        <translation>
            <numerusform>%Ln body</numerusform>
            <numerusform>%Ln bodies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) of the record were saved as %1.</source>
        <translation>
            <numerusform>%Ln line of the record was saved as %1.</numerusform>
            <numerusform>%Ln lines of the record were saved as %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::JobFacts</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) were not valid UTF-8; the broken parts were replaced by �.</source>
        <translation>
            <numerusform>%Ln text was not valid UTF-8; its broken parts were replaced by �.</numerusform>
            <numerusform>%Ln texts were not valid UTF-8; their broken parts were replaced by �.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::JobProgress</name>
    <message numerus="yes">
        <source>%Ln row(s) so far.</source>
        <translation>
            <numerusform>%Ln row so far.</numerusform>
            <numerusform>%Ln rows so far.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::JobsPage</name>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::NoticeList</name>
    <message numerus="yes">
        <source>%Ln more message(s) about schedules.</source>
        <translation>
            <numerusform>%Ln more message about schedules.</numerusform>
            <numerusform>%Ln more messages about schedules.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::NoticeWatch</name>
    <message numerus="yes">
        <source>%Ln more message(s) about schedules.</source>
        <translation>
            <numerusform>%Ln more message about schedules.</numerusform>
            <numerusform>%Ln more messages about schedules.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::PendingWork</name>
    <message numerus="yes">
        <source>%Ln delivery(ies) wait</source>
        <translation>
            <numerusform>%Ln delivery waits</numerusform>
            <numerusform>%Ln deliveries wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln schedule(s) are on</source>
        <translation>
            <numerusform>%Ln schedule is on</numerusform>
            <numerusform>%Ln schedules are on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::QueryTab</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) changed</source>
        <translation>
            <numerusform>%Ln row changed</numerusform>
            <numerusform>%Ln rows changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::RailButton</name>
    <message numerus="yes">
        <source>%1, %n need you</source>
        <translation>
            <numerusform>%1, %n needs you</numerusform>
            <numerusform>%1, %n need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::ScheduleTableModel</name>
    <message numerus="yes">
        <source>%1, %Ln run(s) missed</source>
        <translation>
            <numerusform>%1, %Ln run missed</numerusform>
            <numerusform>%1, %Ln runs missed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %Ln row(s)</source>
        <comment>09:00, 3 rows</comment>
        <translation>
            <numerusform>%1, %Ln row</numerusform>
            <numerusform>%1, %Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::SchedulesPage</name>
    <message numerus="yes">
        <source>%Ln schedule(s)</source>
        <translation>
            <numerusform>%Ln schedule</numerusform>
            <numerusform>%Ln schedules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) were queued.</source>
        <translation>
            <numerusform>%Ln job was queued.</numerusform>
            <numerusform>%Ln jobs were queued.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::SendDialog</name>
    <message numerus="yes">
        <source>Send to %n target(s)</source>
        <translation>
            <numerusform>Send to %n target</numerusform>
            <numerusform>Send to %n targets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::SendOutcome</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::SendPreview</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln text(s) are not UTF-8: the broken parts become �</source>
        <translation>
            <numerusform>%Ln text is not UTF-8: its broken parts become �</numerusform>
            <numerusform>%Ln texts are not UTF-8: their broken parts become �</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) to check</source>
        <translation>
            <numerusform>%n column to check</numerusform>
            <numerusform>%n columns to check</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::SlotTableModel</name>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln slot(s), this one the last. %1</source>
        <translation>
            <numerusform>%Ln slot. %1</numerusform>
            <numerusform>%Ln slots, this one the last. %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::StatusStrip</name>
    <message numerus="yes">
        <source>%Ln need(s) you</source>
        <comment>results in the outbox</comment>
        <translation>
            <numerusform>%Ln needs you</numerusform>
            <numerusform>%Ln need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::TargetTableModel</name>
    <message numerus="yes">
        <source>%Ln wait</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%Ln waits</numerusform>
            <numerusform>%Ln wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln schedule(s)</source>
        <comment>that use a target</comment>
        <translation>
            <numerusform>%Ln schedule</numerusform>
            <numerusform>%Ln schedules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::TargetsPage</name>
    <message numerus="yes">
        <source>%Ln target(s)</source>
        <translation>
            <numerusform>%Ln target</numerusform>
            <numerusform>%Ln targets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>courier::Timeline</name>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
</context>
</TS>
