/** Gives bytes to the browser's own downloads, under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun with the click and holds the blob itself.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
