import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const base62 = (number: bigint, length: number): string =>
  length === 0 ? '' : base62(number / 62n, length - 1) + alphabet[Number(number % 62n)];

const checksum = (body: string) => base62(BigInt(crc32(body)), 6);

/** A new secret of 256 bits: a prefix that scanners recognise, and a checksum that tells a typing error from a revoked key. */
export function newSecret(kind: 'admin' | 'key' | 'scim' | 'client' | 'access') {
  const body = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return `muster_${kind}_${body}${checksum(body)}`;
}

/** Whether this has the form of a secret of ours, and not its checksum. Nobody has been given such a one, so nobody needs to be asked. */
export function isMistyped(secret: string): boolean {
  const [, body = '', sum = ''] = /^muster_(?:admin|key|scim|client|access)_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/.exec(secret) ?? [];
  return body !== '' && checksum(body) !== sum;
}

/** Whether this has the form of a signed JSON Web Token (RFC 7519): three parts, of which the first begins as a JSON object does. */
export const isWebToken = (secret: string) => /^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(secret);

/**
 * What is kept of a secret. It has 256 bits of its own, so one round is enough. Secrets are never compared: they are found by their hash, and how long
 * that takes can tell at most how the hash of a guess begins, which leads to no better guess.
 */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest();
