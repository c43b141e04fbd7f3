/** False for text that PostgreSQL or UTF-8 cannot carry: a NUL character or half a surrogate pair. */
export const isSpeakable = (text: string) => !/[\0\p{Surrogate}]/u.test(text);
