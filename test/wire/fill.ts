/** What placeholders stand for: what was captured, and what each case is given afresh. */
export type Values = Readonly<Record<string, unknown>>;

const placeholder = /{{\s*([\w$]+)(?:\[(\w+)\])?\s*}}/g;

function captureOf(values: Values, name: string, index: string | undefined): unknown {
  if (!(name in values)) throw new Error(`Nothing was captured as ${name}.`);
  const value = values[name];
  return index === undefined ? value : (value as unknown[])[index === 'i' ? Number(values.i) : Number(index)];
}

/** A text with its placeholders filled in. */
export const fillText = (text: string, values: Values, encode: (text: string) => string = (plain) => plain) =>
  text.replaceAll(placeholder, (_, name: string, index?: string) => encode(String(captureOf(values, name, index))));

/** JSON with its placeholders filled in: a text that is one placeholder becomes the value itself, `$map` one element for each value. */
export function fill(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const [whole, name, index] = new RegExp(`^${placeholder.source}$`).exec(template) ?? [];
    return whole === undefined ? fillText(template, values) : captureOf(values, name ?? '', index);
  }
  if (Array.isArray(template)) return template.map((element) => fill(element, values));
  if (typeof template !== 'object' || template === null) return template;
  if ('$map' in template && 'as' in template) {
    const { $map, as } = template;
    return (values[String($map)] as unknown[]).map((item, i) => fill(as, { ...values, item, i }));
  }
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [fillText(key, values), fill(value, values)]));
}
