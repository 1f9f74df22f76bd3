const steps = ['MiB', 'GiB', 'TiB', 'PiB'];

/** MiB as people say it in sentences, with the figures that count: "512 MiB", "8 GiB", "1.25 GiB". */
export function sizeText(mib: number): string {
  let scaled = mib;
  let step = 0;
  while (scaled >= 1024 && step < steps.length - 1) {
    scaled /= 1024;
    step += 1;
  }
  const digits = scaled >= 100 || step === 0 ? 0 : scaled >= 10 ? 1 : 2;
  return `${Number(scaled.toFixed(digits))} ${steps[step]}`;
}
