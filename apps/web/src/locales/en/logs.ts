/** What instances write, and images that hosts keep themselves. */
export const logs = {
  title: 'Log',
  search: 'Find in the log',
  follow: 'Follow',
  download: 'Download',
  nothing: 'Nothing was written yet',
  nothingFound: 'No line has this text',
  ended: 'Nothing more is written: it has stopped, or you may not look any longer',
};
