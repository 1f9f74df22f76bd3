export const images = {
  title: 'Images',
  public: 'Public',
  deprecated: 'Deprecated',
  download: 'File size',
  virtualSize: 'Virtual size',
  minDisk: 'Least disk',
  minMemory: 'Least memory',
  protected: 'Protected from deletion',
  visibilities: { public: 'Public', shared: 'Shared', private: 'Private' },
  emptyTitle: 'No images',
  emptyText: 'Images and templates of your back ends appear here by themselves.',
};
