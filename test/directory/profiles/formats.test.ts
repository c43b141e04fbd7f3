import { parseXml } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats, unwritableIn } from '#directory/profiles/formats.ts';
import { parseTemplate } from '#directory/profiles/parseTemplate.ts';

const unit = fc.constantFrom(...'&<>"\'{}[]\\/-!;#$%\n\r\t \u0001\u0085\u2028😀ab', '-->', ']]>', '?>', ']]', '\\"', '&lt;');
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit, maxLength: 6 }));

describe('the escape of each format', () => {
  it('lets XML be read as the text that it was, in elements and attributes, unless XML cannot write it', () => {
    fc.assert(
      fc.property(text, (value) => {
        if (unwritableIn('PLIST', value)) return;
        const escaped = formats.PLIST.escape(value);
        const { root } = parseXml(`<a b="${escaped}" c='${escaped}'>(${escaped})</a>`);
        expect([root?.attributes, root?.text]).toEqual([{ b: value, c: value }, `(${value})`]);
      }),
    );
  });

  it('lets JSON be read as the text that it was, in values and keys', () => {
    fc.assert(
      fc.property(text, (value) => {
        const escaped = formats.JSON.escape(value);
        expect(JSON.parse(`{"(${escaped})": "${escaped}"}`)).toEqual({ [`(${value})`]: value });
      }),
    );
  });
});

const variable = '{{groups}}';

/** Parts of which bodies are put together; most of them are refused. */
const parts = {
  PLIST: [
    ...['<a>', '</a>', '<a b="', '"/>', '<!--', '-->', '<![CDATA[', ']]>', '<?p ', '?>', '&amp;', 'text', '>', ']]', ']'],
    ...[
      `<a>${variable}</a>`,
      `<a>${variable}></a>`,
      `<a>]${variable}></a>`,
      `<a>]]${variable}></a>`,
      `<a>]${variable}]${variable}></a>`,
      `<a b="${variable}"/>`,
      `<a b='${variable}'/>`,
      `<!-- ${variable} -->`,
      `<![CDATA[${variable}]]>`,
    ],
    ...[`<?p ${variable}?>`, `<${variable}/>`, `<a ${variable}="1"/>`, `&${variable};`, `&#${variable};`, variable],
  ],
  JSON: [
    ...['{', '}', '[', ']', '"', '\\', ':', ',', '1', 'true', ' ', '"a"', '\\u00'],
    ...[variable, `"${variable}"`, `"\\${variable}"`, `"\\u00${variable}"`, `1${variable}`, `{"${variable}":1}`, `"\\\\${variable}"`],
  ],
};

const read = {
  PLIST: { whole: (inner: string) => `<r>${inner}</r>`, parse: (body: string): unknown => parseXml(body) },
  JSON: { whole: (inner: string) => `[${inner}]`, parse: (body: string): unknown => JSON.parse(body) },
};

const isAccepted = (format: 'PLIST' | 'JSON', body: string) => {
  try {
    const { tags } = parseTemplate(body);
    formats[format].check(body, tags);
    // What is called otherwise is no variable that there is.
    return tags.length > 0 && tags.every(({ name }) => name === 'groups');
  } catch {
    return false;
  }
};

describe('a body that is accepted', () => {
  it.each(['PLIST', 'JSON'] as const)('is well-formed %s whatever its variables stand for', (format) => {
    const { whole, parse } = read[format];
    const body = fc.array(fc.constantFrom(...parts[format]), { minLength: 1, maxLength: 4 }).map((some) => whole(some.join('')));
    const accepted = body.filter((one) => isAccepted(format, one));
    fc.assert(
      fc.property(accepted, text, (template, value) => {
        if (unwritableIn(format, value)) return;
        const rendered = template.replaceAll(variable, () => formats[format].escape(value));
        expect(() => parse(rendered)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
