import { z } from 'zod';

const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** An address whose answers can be believed: what it says decides who is let in. */
export const believable = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://login.example.com', abort: true })
  .refine((text) => text.startsWith('https:') || thisMachine.has(new URL(text).hostname), 'must begin with https://');
