import fc from 'fast-check';

/** Text that databases, patterns and Unicode make trouble with. */
export const words = [
  ...[
    'Sales',
    'SALES',
    'sales',
    'sale',
    'Support',
    'a',
    'A',
    'Straße',
    'STRASSE',
    'straẞe',
    'İstanbul',
    'istanbul',
    'ISTANBUL',
    'ΣΑΣ',
    'σας',
    'σασ',
  ],
  ...[
    '100%',
    '%',
    '_',
    'a_b',
    'a%b',
    'aXb',
    "O'Hara",
    "o''hara",
    'back\\slash',
    '\\',
    'quo"te',
    '$1',
    '😀',
    '😀b',
    '\u{10400}',
    '\u{10428}',
    '\uff5e',
    '\ue000',
  ],
  ...[
    '日本',
    'é',
    'É',
    'e\u0301',
    '\u212a',
    'k',
    ' ',
    ' sales',
    'sales\n',
    '__proto__',
    'null',
    '0',
    '-1',
    '14.9',
    '14.10',
    '2026-03-01T00:00:00Z',
  ],
];

const ownWord = fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\0', ''));
export const word = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: ownWord });
export const optional = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
export const text = optional(fc.oneof({ weight: 8, arbitrary: word }, { weight: 1, arbitrary: fc.constant('') }));

export const versions = ['14', '14.0', '14.0.0', '014.9', '14.9', '14.10', '14.10.1', '0', '0.0', '10.0.19045.3693', '999999999.1'];
export const instants = [
  ...[
    '2026-03-31T12:00:00Z',
    '2026-03-31T14:00:00+02:00',
    '2026-03-31T12:00:00.1239999999Z',
    '2026-03-31T12:00:00.123Z',
    '2026-03-31',
    '2024-02-29T23:59:59Z',
  ],
  ...[
    '2026-03-01T12:00:00.000Z',
    '2026-02-28T12:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999-14:00',
    '2026-04-30T12:00:00Z',
  ],
];
const noInstants = [
  '2026-02-29T00:00:00Z',
  '2026-03-31T12:00:00',
  '2026-13-01',
  '0000-01-01',
  '2026-03-31T24:00:00Z',
  '2026-03-31 12:00:00Z',
  'yesterday',
];
/** What is compared of these is what they begin with; nothing is compared with them. */
export const longVersions = ['14.', '14.10-beta', '14.0 LTS', '14.x', '14..9', '14.9_1', '014.09-rc.3', '999999999.1b'];
const noVersions = [...longVersions, '.14', ' 14', 'v14', '1234567890', '14.1234567890', '1.2.3.4.5.6.7.8.9.10.11', '١٤'];
export const numbers = [0, -0, 1, -1, 2, 40, 40.5, 0.1, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER];

export const scalar = fc.oneof(
  word,
  fc.constantFrom(...versions, ...noVersions, ...instants, ...noInstants, ...numbers, '', true, false, null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
