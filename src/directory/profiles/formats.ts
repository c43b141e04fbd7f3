import type { ProfileFormat } from '#generated/prisma/client.ts';
import { checkJson } from './checkJson.ts';
import { checkXml } from './checkXml.ts';
import type { Tag } from './parseTemplate.ts';

interface Format {
  /** Refuses a body that would not be of the format, whatever its variables stand for. */
  readonly check: (body: string, tags: readonly Tag[]) => void;
  /** The text as it stands in a body, so that who reads the body has the text again. */
  readonly escape: (text: string) => string;
  /** What of a text the format has no way to write. */
  readonly unwritable?: RegExp;
}

/**
 * Lines and tabs too: in a value of an attribute they would be read as blanks, and a carriage return as a line feed everywhere. Behind two brackets, the
 * text of an element must not go on with the sign that stands behind the variable.
 */
const references: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  ']': '&#93;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export const formats: Record<ProfileFormat, Format> = {
  PLIST: {
    check: checkXml,
    escape: (text) => text.replace(/[&<>"'\]\t\n\r]/g, (letter) => references[letter] ?? letter),
    // XML 1.0 §2.2: they cannot be referred to by number either.
    unwritable: /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u,
  },
  JSON: { check: checkJson, escape: (text) => JSON.stringify(text).slice(1, -1) },
  PLAIN: { check: () => {}, escape: (text) => text },
};

/** The first character of a text that the format cannot write, as people know it. */
export function unwritableIn(format: ProfileFormat, text: string): string | undefined {
  const [letter] = formats[format].unwritable?.exec(text) ?? [];
  return letter === undefined ? undefined : `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
