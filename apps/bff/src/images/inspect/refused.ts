/** Why an image is not taken. `reason` says what to do about it; both reach the person who sent it. */
export class ImageRefused extends Error {
  readonly reason: string;

  constructor(reason: string, advice = '') {
    super(advice === '' ? reason : `${reason}. ${advice}`);
    this.name = 'ImageRefused';
    this.reason = reason;
  }
}

export function refuse(reason: string, advice?: string): never {
  throw new ImageRefused(reason, advice);
}
