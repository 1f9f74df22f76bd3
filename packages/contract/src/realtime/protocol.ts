/**
 * Version of the socket protocol. Any change of the schemas in messages.ts fails protocol.test.ts
 * until this number, and the history below, say so.
 */
export const protocolVersion = 15;

/** One line a version; the hash is of the JSON schemas of all messages. */
export const protocolHistory = [
  { version: 1, note: 'Rows and aggregate queries, deltas, resume, resync, heartbeat' },
  { version: 2, note: 'Rows of self-service: images of the catalogue, offered networks, flavors described' },
  {
    version: 3,
    note: 'A changed window or scope is one delta; heartbeats say where each query stands; lists of actions once a frame; parts of a backend counted in lists',
  },
  {
    version: 4,
    note: 'Rows of migrations: phases, passes, forecast with verdict and remedies, predicted and real cost',
  },
  {
    version: 5,
    note: 'Instances say what can be read of them, what they are a part of and when they start again',
  },
  { version: 6, note: 'Instances say their security groups; images may come from an instance' },
  { version: 7, note: 'A client may name the fields of rows that it looks at' },
  { version: 8, note: 'Who may not know the topology is not told how many instances a network has' },
  {
    version: 9,
    note: 'Clusters say what services they keep, hosts what they are to them, instances whose they are',
  },
  {
    version: 10,
    note: 'Sketches: rows for pictures, rounded, at a slow pace, their changes by field and place',
  },
  {
    version: 11,
    note: 'Recommendations and alarms have their shape; clusters say how they balance and restart',
  },
  { version: 12, note: 'Volumes say of which image they are a copy, and how much of it is there' },
  {
    version: 13,
    note: 'Data centres and folders, resource pools of clusters, groups of storage pools',
  },
  { version: 14, note: 'A prediction may rest on sizes and links alone' },
  { version: 15, note: 'What a back end cannot do has a stable code beside its sentence' },
] as const;
