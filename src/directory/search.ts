import { z } from 'zod';
import { fold } from '#filter/fold.ts';
import { Prisma } from '#generated/prisma/client.ts';
import { read, wellFormed } from './values.ts';

const maximumCharacters = 100;
const maximumWords = 10;

/** What stands between words, as search_text() parts them. */
const separators = /[\s.\-_@+'’(),/]+/;

const words = z.strictObject({
  search: z
    .string()
    .max(maximumCharacters, `must be at most ${maximumCharacters} characters`)
    .refine(wellFormed, 'must not contain NUL characters or lone surrogates')
    .transform((search) => search.split(separators).filter((word) => word !== ''))
    .refine((split) => split.length > 0, "must have a word: blanks and . - _ @ + ' ’ ( ) , / are none. Leave search out to see everyone")
    .refine((split) => split.length <= maximumWords, `must have at most ${maximumWords} words`),
});

/** What search_text() makes of a person of the list, written as the index on it is. */
const searchText = Prisma.sql`search_text("row"."userName", "row"."displayName", "row"."formattedName", "row"."givenName", "row"."familyName", "row"."emails")`;

const escaped = (word: string) => word.replace(/[\\%_]/g, '\\$&');

/** The people of whose userName, names and e-mail addresses each word of the search begins a word; everyone without a search. */
export function searched(search: string | null | undefined): Prisma.Sql {
  if (search == null) return Prisma.sql`TRUE`;
  const asked = read(words, { search }).search.map((word) => Prisma.sql`${searchText} LIKE ${`% ${escaped(fold(word))}%`}`);
  return Prisma.sql`(${Prisma.join(asked, ' AND ')})`;
}
