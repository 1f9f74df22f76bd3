export const events = {
  title: 'Events',
  severity: 'Severity',
  bad: 'Warnings and errors',
  outside: 'From outside',
  lastHour: 'Last hour',
  age: 'Age',
  operation: 'Operation',
  emptyTitle: 'No events yet',
  emptyText: 'Everything that happens to your resources appears here, also what was done outside of Orrery.',
};
