#include "models/base/Translation.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

namespace courier {

namespace {

/// Loads the first of `languages` there is, or its shorter form (de for de_AT). Returns the one loaded. Names rather
/// than QLocale: the pseudo-locale is no locale.
QString load(QTranslator& translator, const QStringList& languages, const QString& stem, const QString& folder) {
  for (const QString& language : languages) {
    // "zh-Hans-CN" is how the system writes it, "zh_Hans_CN" how files are named.
    const QString name = stem + u'_' + QString(language).replace(u'-', u'_');
    if (!translator.load(name, folder)) continue;
    return QFileInfo(translator.filePath()).completeBaseName().mid(stem.size() + 1);
  }
  return {};
}

QStringList wantedLanguages(const QString& language) {
  QString chosen = language;
  if (chosen.isEmpty()) chosen = qEnvironmentVariable("QUERY_COURIER_LANGUAGE");
  // A name with a slash could lead out of the folder of translations.
  if (chosen.contains(u'/')) chosen.clear();
  QStringList languages = chosen.isEmpty() ? QLocale::system().uiLanguages() : QStringList{chosen};
  languages.append(QStringLiteral("en"));
  return languages;
}

}  // namespace

QString installTranslators(QCoreApplication& application, const QString& language) {
  const QStringList languages = wantedLanguages(language);
  auto own = std::make_unique<QTranslator>();
  const QString loaded = load(*own, languages, QStringLiteral("query_courier"), QStringLiteral(":/i18n"));
  if (loaded.isEmpty()) return {};
  const QString qtFolder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
  for (const QString& stem : {QStringLiteral("qtbase"), QStringLiteral("qscintilla")}) {
    auto translator = std::make_unique<QTranslator>();
    // Qt's texts in the language of ours, not in another that happens to be installed.
    if (load(*translator, {loaded}, stem, qtFolder).isEmpty()) continue;
    translator->setParent(&application);
    QCoreApplication::installTranslator(translator.release());
  }
  own->setParent(&application);
  QCoreApplication::installTranslator(own.release());
  return loaded;
}

}  // namespace courier
