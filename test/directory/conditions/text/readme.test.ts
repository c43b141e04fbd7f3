import { readFile } from 'node:fs/promises';
import { parseValue, valueFromASTUntyped } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readCondition } from '#directory/conditions/readCondition.ts';
import { readText } from '#directory/conditions/text/readText.ts';
import { writeText } from '#directory/conditions/text/writeText.ts';
import { definitions, policies } from '../declared.ts';

const [policy] = policies.map(({ id }) => id);
const subjects = { user: 'User', device: 'Device' } as const;

const section = (await readFile('README.md', 'utf8')).split(/^## /m).find((text) => text.startsWith('A condition as text')) ?? '';

/** The rows of the table; any id stands for one of a policy. */
const rows = [...section.matchAll(/^\| (user|device) \| `(.+?)` \| `(.+?)`/gm)].map(([, of, where = '', text = '']) => ({
  subject: subjects[of as keyof typeof subjects],
  where: where.replaceAll('…', `${policy}`),
  text: text.replaceAll('…', `${policy}`),
}));

describe('the table of conditions as text in the README', () => {
  it('is there', () => expect(rows.length).toBeGreaterThan(30));

  it.each(rows)('tells the text of $where', ({ subject, where, text }) => {
    const asked = valueFromASTUntyped(parseValue(where));
    expect(writeText(subject, asked)).toBe(text);
    expect(readCondition(subject, readText(subject, text, definitions), definitions)).toEqual(readCondition(subject, asked, definitions));
  });
});
