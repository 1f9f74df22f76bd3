export const lists = {
  query: 'Query',
  queryHint: 'status:running cpu>80 web',
  views: 'Saved views',
  noMatch: 'Nothing matches this query',
  examples: 'You can ask for:',
  clearQuery: 'Clear the query',
  openAsList: 'Open as list',
  noInstances: 'No instances',
  missingTitle: 'Nothing at this address',
  missingText: 'It does not exist any more, or it is not yours to see.',
  count_one: '{{count}} row',
  count_other: '{{count}} rows',
};
