/**
 * Sizes in bytes and counts, from libvirt's virnetprotocol.x and remote_protocol.x. Their purpose is the same here:
 * a bad peer must not make us allocate what it likes.
 */
export const limits = {
  /** Whole message with its length word: VIR_NET_MESSAGE_MAX (32 MiB) + VIR_NET_MESSAGE_LEN_MAX. */
  frame: 33_554_432 + 4,
  /** Length word and header. */
  header: 28,
  /** VIR_NET_MESSAGE_STRING_MAX. */
  string: 4_194_304,
  /** What one stream packet carries: VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX without the header, understood by every version. */
  streamChunk: 262_120,
  /** REMOTE_DOMAIN_LIST_MAX and its siblings for pools, volumes, networks, devices. */
  list: 65_536,
  /** REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX. */
  stats: 262_144,
  typedParams: 262_144,
  /** REMOTE_MIGRATE_COOKIE_MAX. */
  cookie: 4_194_304,
  /** REMOTE_CPUMAP_MAX, bytes. */
  cpuMap: 2_048,
} as const;
