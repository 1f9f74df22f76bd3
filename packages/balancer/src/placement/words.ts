/** MiB as people say it: `22 GiB`, `512 MiB`. */
export function gib(mib: number): string {
  if (mib < 1024) return `${Math.floor(mib)} MiB`;
  const value = Math.floor((mib / 1024) * 10) / 10;
  return `${value} GiB`;
}

export const cpus = (count: number): string => (count === 1 ? '1 CPU' : `${Math.floor(count)} CPUs`);
