// What every room may use to speak: languages, dates and amounts as people say them, and a translator without React.
export { createTranslator, type MessageTree, type MessageValues } from './create-translator.ts';
export { exportWords } from './export-words.ts';
export { formatBytes, formatDuration, formatMoney } from './format-amount.ts';
export { formatPhone } from './format-phone.ts';
export { dayKey, formatAgo, formatDay, formatListTime, formatTime, formatWhen, type Reading } from './format-when.ts';
export { chooseLocale, defaultLocale, isLocale, type Locale, locales } from './locale.ts';
export { nameProduct, OWN_NAME } from './name-product.ts';
export { type SurveyWords, surveyWords } from './survey-words.ts';
