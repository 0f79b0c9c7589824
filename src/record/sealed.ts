import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** In bytes. */
const KEY = 32;
const NONCE = 12;
const TAG = 16;

/** A key, as text. */
export const newKey = (): string => randomBytes(KEY).toString('base64');

/** Plain data, encrypted as text that can only be read with the key. */
export function sealed(value: unknown, key: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, Buffer.from(key, 'base64'), nonce);
  const content = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...content]).toString('base64');
}

/** @throws if it is damaged, or was sealed with another key. */
export function unsealed(text: string, key: string): unknown {
  const bytes = Buffer.from(text, 'base64');
  const decipher = createDecipheriv(CIPHER, Buffer.from(key, 'base64'), bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  const content = [decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()];
  return JSON.parse(Buffer.concat(content).toString());
}
