export const lists = {
  query: 'Query',
  queryHint: 'status:running cpu>80 web',
  views: 'Saved views',
  noMatch: 'Nothing matches this query',
  clearQuery: 'Clear the query',
  missingTitle: 'Nothing at this address',
  missingText: 'It does not exist any more, or it is not yours to see.',
  count_one: '{{count}} row',
  count_other: '{{count}} rows',
};
