/** False for what PostgreSQL cannot keep: NUL, and half of a surrogate pair. */
export const isStorable = (text: string) => !/[\0\p{Surrogate}]/u.test(text);
