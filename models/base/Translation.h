#pragma once

#include <QString>

class QCoreApplication;

namespace courier {

/// Makes tr() speak the person's language, from the translations compiled into the program (":/i18n") and those that
/// come with Qt. English is loaded where there is no other: it holds the plural forms. `language` ("de", "en_XA") goes
/// before the environment's QUERY_COURIER_LANGUAGE, and that before the system's languages; numbers and dates stay the
/// system's. Returns the language loaded, "" for none. Main thread, once, before the first text is made; the
/// translators belong to `application`.
QString installTranslators(QCoreApplication& application, const QString& language = {});

}  // namespace courier
