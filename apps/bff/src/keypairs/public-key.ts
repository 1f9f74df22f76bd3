import { createHash, createPublicKey } from 'node:crypto';

export interface PublicKey {
  type: string;
  /** Normalised to one line: type, base64, comment. */
  line: string;
  /** As `ssh-keygen -l` prints it. */
  fingerprint: string;
}

/** Key types that OpenSSH 9 takes by default; DSA and certificates are not among them. */
const types = new Set([
  'ssh-ed25519',
  'sk-ssh-ed25519@openssh.com',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ecdsa-sha2-nistp256@openssh.com',
  'ssh-rsa',
]);
/** Shorter ones are refused by today's sshd (RequiredRSASize is 1024, NIST asks for 2048). */
const leastRsaBits = 2048;

/** Reads a public key as it stands in `id_ed25519.pub` (RFC 4253 §6.6). Answers what is wrong as text. */
export function readPublicKey(text: string): PublicKey | string {
  const trimmed = text.trim();
  if (/PRIVATE KEY/.test(trimmed))
    return 'This is a private key: keep it to yourself, and give the .pub file';
  if (/[\r\n]/.test(trimmed)) return 'A public key is one line; give one key';
  const [type = '', base64 = '', ...comment] = trimmed.split(/\s+/);
  if (!types.has(type))
    return `Keys of the type ${type.slice(0, 40) || '(none)'} are not accepted; use Ed25519, ECDSA or RSA`;
  const blob = Buffer.from(base64, 'base64');
  if (blob.toString('base64').replaceAll('=', '') !== base64.replaceAll('=', ''))
    return 'The key is not valid base64; it may have been cut';
  const fields = readFields(blob);
  if (fields?.[0]?.toString('latin1') !== type) return 'The key does not fit its type; it may have been cut';
  const flaw = flawOf(type, fields);
  if (flaw !== undefined) return flaw;
  const digest = createHash('sha256').update(blob).digest('base64').replaceAll('=', '');
  const line = [type, base64, ...comment].join(' ').replaceAll(/[^\x20-\x7e]/g, '?');
  return { type, line, fingerprint: `SHA256:${digest}` };
}

/** Length-prefixed fields, and nothing after them; undefined when they do not add up. */
function readFields(blob: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(at);
    if (at + 4 + length > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return fields;
}

const fieldCounts: Readonly<Record<string, number>> = {
  'ssh-ed25519': 2,
  'sk-ssh-ed25519@openssh.com': 3,
  'sk-ecdsa-sha2-nistp256@openssh.com': 4,
};

function flawOf(type: string, fields: readonly Buffer[]): string | undefined {
  const cut = 'The key does not fit its type; it may have been cut';
  if (fields.length !== (fieldCounts[type] ?? 3)) return cut;
  if (type.includes('ed25519') && fields[1]?.length !== 32) return cut;
  if (type === 'ssh-rsa') return rsaFlaw(fields);
  if (type.includes('ecdsa')) return isPoint(type, fields[2]) ? undefined : cut;
  return undefined;
}

function rsaFlaw([, exponent, modulus]: readonly Buffer[]): string | undefined {
  if (!exponent || !modulus) return 'The key does not fit its type; it may have been cut';
  const bits = modulus.toString('hex').replace(/^(00)+/, '').length * 4;
  return bits < leastRsaBits
    ? `RSA keys need ${leastRsaBits} bits at least; this has about ${bits}. Use Ed25519`
    : undefined;
}

const curves: Readonly<Record<string, { crv: string; bytes: number }>> = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
};

function isPoint(type: string, point: Buffer | undefined): boolean {
  const curve = curves[/nistp\d+/.exec(type)?.[0] ?? ''];
  if (curve === undefined || point === undefined) return false;
  if (point[0] !== 4 || point.length !== 1 + 2 * curve.bytes) return false;
  const part = (from: number) => point.subarray(from, from + curve.bytes).toString('base64url');
  try {
    // Throws unless the point is on the curve.
    createPublicKey({
      key: { kty: 'EC', crv: curve.crv, x: part(1), y: part(1 + curve.bytes) },
      format: 'jwk',
    });
    return true;
  } catch {
    return false;
  }
}
