export const lists = {
  query: 'Query',
  queryHint: 'status:running cpu>80 web',
  views: 'Saved views',
  noMatch: 'Nothing matches this query',
  clearQuery: 'Clear the query',
  count_one: '{{count}} row',
  count_other: '{{count}} rows',
};
