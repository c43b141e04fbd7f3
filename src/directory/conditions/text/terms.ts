/** A part of a text that holds or does not, by what may stand around it. */
export type Term = {
  text: string;
  /** `asks` and `excludes` begin with a name, and the second holds of what is missing too; `either` is joined by or. */
  shape: 'asks' | 'excludes' | 'closed' | 'either';
};

/** All of the terms; none is asked by what always holds. */
export const allOf = (terms: readonly Term[]): string => {
  if (terms.length === 0) return 'true';
  return terms.map(({ text, shape }) => (shape === 'either' && terms.length > 1 ? `(${text})` : text)).join(' and ');
};

/** Any of the alternatives, each of them all of its terms. */
export function anyOf(alternatives: readonly (readonly Term[])[]): readonly Term[] {
  const [only, ...others] = alternatives;
  if (only === undefined) return [{ text: 'false', shape: 'closed' }];
  if (others.length === 0) return only;
  const texts = alternatives.map((terms) => (terms.length > 1 ? `(${allOf(terms)})` : allOf(terms)));
  return [{ text: texts.join(' or '), shape: 'either' }];
}

export const not = (terms: readonly Term[]): Term => ({ text: `not (${allOf(terms)})`, shape: 'closed' });

/** What is asked of a thing that has a name: by a dot if it is one thing, or else in brackets. */
export function within(name: string, terms: readonly Term[], dotted: readonly Term['shape'][]): Term {
  const [only, ...others] = terms;
  if (only && others.length === 0 && dotted.includes(only.shape)) return { ...only, text: `${name}.${only.text}` };
  return { text: `${name}[${allOf(terms)}]`, shape: 'asks' };
}
