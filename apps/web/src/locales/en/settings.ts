export const settings = {
  title: 'Settings',
  subtitle: 'For this browser',
  appearance: 'Appearance',
  themeHint: 'High contrast follows the light or dark setting of your system.',
  densityHint: 'Height of table rows.',
  languageHint: 'Numbers and dates follow the language.',
};
