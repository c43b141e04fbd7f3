import { createHash } from 'node:crypto';
import { parseXml } from '@rgrove/parse-xml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type App, startApp } from '#test/support/app.ts';
import { statementsDuring } from '#test/support/database.ts';
import { refused } from '#test/support/graph.ts';
import { profilesOf } from '#test/support/profiles.ts';
import type { ConnectionOfStory } from '#test/support/story.ts';

const nowhere = '01900000-0000-7000-8000-000000000000';

let app: App;
let profiles: ReturnType<typeof profilesOf>;
let okta: ConnectionOfStory;
let policy: string;
/** Ada, who reports to Grace and is in a group within another; her device, and one that is nobody's. */
let ada: { id: string; device: string };
let bare: string;

beforeAll(async () => {
  app = await startApp();
  profiles = profilesOf(app);
  okta = await app.story.connection();
  await app.story.facts({ diskFreeGb: 'NUMBER', site: 'STRING', networks: 'LIST', seenAt: 'DATE_TIME' });
  for (const [key, type, multiValued] of [
    ['badge', 'STRING', false],
    ['floor', 'NUMBER', false],
    ['skills', 'STRING', true],
    ['constructor', 'STRING', false],
  ])
    await profiles.mutate('createAttributeDefinition', { key, schema: 'urn:acme:2.0:User', name: key, type, multiValued });
  ada = await adaWithDevice();
  bare = (await app.story.device('C03', { connectionId: okta.id, platform: 'macOS' })).id;
  policy = await profiles.policy({ connectionId: okta.id, devices: { platform: { eq: 'macOS' } } });
});
afterAll(() => app.close());
beforeEach(() => app.database.db.profileTemplate.deleteMany());

async function adaWithDevice() {
  const connectionId = okta.id;
  const grace = await app.story.user('grace', { connectionId, displayName: 'Grace Hopper', emails: [{ value: 'grace@acme.com' }] });
  const user = await app.story.user('ada', {
    connectionId,
    displayName: 'Ada Lovelace',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    department: 'Analysis',
    managerReference: grace.id,
    emails: [
      { value: 'ada@home.example', type: 'home' },
      { value: 'ada@acme.com', type: 'work', primary: true },
    ],
    addresses: [{ locality: 'London', country: 'GB' }],
    attributes: { badge: 'A-1', floor: 4, skills: ['maths', 'poetry'], constructor: 'Babbage' },
  });
  const inner = await app.story.group('Engines', [user.id], { connectionId });
  await app.story.group('All', [inner.id], { connectionId });
  const { id: device } = await app.story.device('C02', {
    connectionId,
    platform: 'macOS',
    supervised: true,
    enrolledAt: '2026-01-31T09:00:00Z',
    tags: ['lab', 'east'],
    facts: { diskFreeGb: 12.5, site: 'Park', networks: ['one', 'two'], seenAt: '2026-02-01' },
  });
  await app.story.assign(device, user.id);
  return { id: user.id, device };
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Ada with another name, and what a template makes of it. */
async function withName(displayName: string, format: string, body: string) {
  await profiles.mutate('updateUser', { id: ada.id, displayName });
  await profiles.template(policy, body, { format });
  const [profile] = await profiles.rendered(ada.device);
  return profile;
}

describe('a variable', () => {
  it('stands for what the device, its user, their manager and their groups have', async () => {
    const values: Record<string, string> = {
      'user.userName': 'ada',
      'user.displayName': 'Ada Lovelace',
      'user.name.givenName': 'Ada',
      'user.name.familyName': 'Lovelace',
      'user.department': 'Analysis',
      'user.active': 'true',
      'user.email': 'ada@acme.com',
      'user.emails': 'ada@home.example, ada@acme.com',
      'user.address.locality': 'London',
      'user.address.country': 'GB',
      'user.attributes.badge': 'A-1',
      'user.attributes.floor': '4',
      'user.attributes.skills': 'maths, poetry',
      'user.attributes.constructor': 'Babbage',
      'manager.userName': 'grace',
      'manager.displayName': 'Grace Hopper',
      'manager.email': 'grace@acme.com',
      groups: 'All, Engines',
      directGroups: 'Engines',
      'device.serialNumber': 'C02',
      'device.platform': 'macOS',
      'device.supervised': 'true',
      'device.enrolledAt': '2026-01-31T09:00:00Z',
      'device.assignmentSource': 'MANUAL',
      'device.tags': 'lab, east',
      'device.facts.diskFreeGb': '12.5',
      'device.facts.site': 'Park',
      'device.facts.networks': 'one, two',
      'device.facts.seenAt': '2026-02-01',
    };
    const names = Object.keys(values);
    const { variableNames } = await profiles.template(policy, names.map((name) => `{{${name}}}=<{{ ${name} }}>`).join('\n'));
    expect(variableNames).toEqual(names);
    const body = names.map((name) => `${values[name]}=<${values[name]}>`).join('\n');
    expect(await profiles.rendered(ada.device)).toEqual([
      {
        template: { id: expect.any(String), name: 'Profile' },
        policy: { name: 'All' },
        body,
        digest: digestOf(body),
        failure: null,
        installedDigest: null,
        stale: false,
      },
    ]);
  });

  it('parts several values by a separator of its own', async () => {
    const variables = [
      { name: 'groups', separator: '\n' },
      { name: 'device.tags', separator: '' },
    ];
    await profiles.template(policy, '{{groups}};{{device.tags}};{{user.emails}}', { variables });
    expect((await profiles.rendered(ada.device))[0].body).toBe('All\nEngines;labeast;ada@home.example, ada@acme.com');
  });

  const hostile = [
    `& < > " '`,
    '</string><key>Admin</key><true/><string>',
    ']]>',
    '<![CDATA[x]]>',
    '<!-- x -->',
    '&amp;&#60;&lt;',
    'tab\tline\nreturn\r\nend',
    '  blanks  ',
    '{{user.userName}} {{{x}}} {{#x}}',
    '"}, "admin": true, "x": {"',
    'back\\slash \\" \\u0041',
    "$& $1 $` $'",
    'separator \u2028 \u2029',
    'Ádá Łövelace 愛 👩‍💻',
    '"',
    "'; DROP TABLE users; --",
  ];

  it.each(hostile)('stays what it is in XML, whatever it is: %j', async (displayName) => {
    const { body } = await withName(
      displayName,
      'PLIST',
      `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><string a="{{user.displayName}}" b='{{user.displayName}}'>{{user.displayName}}</string></plist>`,
    );
    expect(parseXml(body).toJSON()).toMatchObject({
      children: [
        {
          name: 'plist',
          children: [{ name: 'string', attributes: { a: displayName, b: displayName }, children: [{ type: 'text', text: displayName }] }],
        },
      ],
    });
  });

  it.each([...hostile, 'control \u0001\u001f'])('stays what it is in JSON, whatever it is: %j', async (displayName) => {
    const { body } = await withName(
      displayName,
      'JSON',
      '{"a": ["{{user.displayName}}!"], "{{user.displayName}}": "\\n{{user.displayName}}"}',
    );
    expect(JSON.parse(body)).toEqual({ a: [`${displayName}!`], [displayName]: `\n${displayName}` });
  });

  it.each(hostile)('stays as it is in plain text: %j', async (displayName) => {
    expect(await withName(displayName, 'PLAIN', '<{{user.displayName}}>')).toMatchObject({ body: `<${displayName}>` });
  });

  it.each([
    ['\u0001', 'U+0001'],
    ['\u001b[0m', 'U+001B'],
    ['\uffff', 'U+FFFF'],
  ])('fails the profile where it has %j, which XML cannot write', async (displayName, code) => {
    expect(await withName(displayName, 'PLIST', '<string>{{user.displayName}}</string>')).toMatchObject({
      body: null,
      digest: null,
      failure: { variable: 'user.displayName', reason: `Its value has a character that PLIST cannot write: ${code}.` },
    });
  });
});

describe('an absent value', () => {
  const failures = async (body: string, device = bare) => {
    await profiles.template(policy, body);
    return (await profiles.rendered(device))[0].failure;
  };

  it.each([
    ['user.userName', 'The device is assigned to nobody.'],
    ['user.address.locality', 'The device is assigned to nobody.'],
    ['manager.userName', 'The device is assigned to nobody.'],
    ['groups', 'The device is assigned to nobody.'],
    ['device.assetTag', 'The device has no assetTag.'],
    ['device.tags', 'The device has no tags.'],
    ['device.facts.diskFreeGb', 'The device has no facts.diskFreeGb.'],
  ])('of %s fails the profile of a device that is nobody’s, and says why: %s', async (variable, reason) => {
    expect(await failures(`{{device.serialNumber}} {{${variable}}}`)).toEqual({ variable, reason });
  });

  it.each([
    ['user.title', 'The person to whom the device is assigned has no title.'],
    ['user.phoneNumber', 'The person to whom the device is assigned has no phoneNumber.'],
    ['user.address.region', 'The person to whom the device is assigned has no address.region.'],
    ['manager.attributes.badge', 'The manager of the person to whom the device is assigned has no attributes.badge.'],
  ])('of %s fails the profile of Ada’s device: %s', async (variable, reason) => {
    expect(await failures(`{{device.serialNumber}} {{${variable}}}`, ada.device)).toEqual({ variable, reason });
  });

  it('is told of a person without a manager or a group, and of one who is gone', async () => {
    const { id: user } = await app.story.user('bob', { connectionId: okta.id, managerReference: 'nobody' });
    const { id } = await app.story.device('C04', { connectionId: okta.id, platform: 'macOS' });
    await app.story.assign(id, user);
    for (const [variable, reason] of [
      ['manager.userName', 'The person to whom the device is assigned has no manager who is known.'],
      ['directGroups', 'The person to whom the device is assigned is in no group.'],
    ]) {
      expect(await failures(`{{${variable}}}`, id)).toEqual({ variable, reason });
      await app.database.db.profileTemplate.deleteMany();
    }
    await profiles.mutate('deleteUser', { id: user });
    expect(await failures('{{user.userName}}', id)).toEqual({
      variable: 'user.userName',
      reason: 'The person to whom the device was assigned is gone.',
    });
    await profiles.mutate('deleteDevice', { id });
  });

  it('is nothing, a failure or the default of the variable, which is escaped too; of the template where the variable says nothing', async () => {
    const body = '<a><b>{{user.userName}}</b><c>{{device.assetTag}}</c><d>{{device.name}}</d></a>';
    const variables = [
      { name: 'user.userName', onAbsent: 'DEFAULT', default: 'nobody & <none>' },
      { name: 'device.assetTag', onAbsent: 'EMPTY' },
    ];
    const { id } = await profiles.template(policy, body, { format: 'PLIST', variables });
    expect((await profiles.rendered(bare))[0].failure).toEqual({ variable: 'device.name', reason: 'The device has no name.' });
    await profiles.changedTemplate(id, { onAbsent: 'EMPTY' });
    expect(await profiles.rendered(bare)).toMatchObject([{ body: '<a><b>nobody &amp; &lt;none&gt;</b><c></c><d></d></a>', failure: null }]);
    await profiles.changedTemplate(id, { variables: [{ name: 'device.name', onAbsent: 'FAIL' }] });
    expect((await profiles.rendered(bare))[0].failure?.variable).toBe('device.name');
  });

  it('is one whose value is of another type than is declared', async () => {
    await app.database.pool.query(`UPDATE devices SET facts = '{"diskFreeGb": "much", "networks": "one"}' WHERE id = $1`, [bare]);
    expect(await failures('{{device.facts.networks}} {{device.facts.diskFreeGb}}')).toMatchObject({ variable: 'device.facts.diskFreeGb' });
    await app.database.pool.query(`UPDATE devices SET facts = '{}' WHERE id = $1`, [bare]);
  });
});

describe('Mutation.createProfileTemplate', () => {
  const made = (body: string, more = {}) => profiles.template(policy, body, more);

  it.each([
    ['{{#groups}}x{{/groups}}', 'line 1, column 1: "{{#groups}}" begins a section.'],
    ['a\n  {{^groups}}x{{/groups}}', 'line 2, column 3: "{{^groups}}" begins an inverted section.'],
    ['{{ /groups }}', 'line 1, column 1: "{{ /groups }}" ends a section.'],
    ['{{> header}}', 'line 1, column 1: "{{> header}}" is a partial.'],
    ['a\r\nb{{{user.userName}}}', 'line 2, column 2: "{{{user.userName}}" is a variable that is not escaped.'],
    ['{{&user.userName}}', 'line 1, column 1: "{{&user.userName}}" is a variable that is not escaped.'],
    ['{{=<% %>=}}<%user.userName%>', 'line 1, column 1: "{{=<% %>=}}" changes the delimiters.'],
    ['{{! a remark }}', 'line 1, column 1: "{{! a remark }}" is a comment.'],
    ['{{user.userName}} {{user.title', 'line 1, column 19: {{ is not closed by }}.'],
    [`{{${' '.repeat(300)}user.userName}}`, 'line 1, column 1: a tag has at most 200 characters.'],
    [
      '{{user.userName}}\n\t{{user.departmnt}}',
      'line 2, column 2: "user.departmnt" is the name of no variable. Did you mean "user.department"',
    ],
    ['{{User.UserName}}', 'line 1, column 1: "User.UserName" is the name of no variable. Did you mean "user.userName"'],
    ['{{user.attributes.bagde}}', 'Did you mean "user.attributes.badge"'],
    ['{{device.facts.diskFreeGB}}', 'Did you mean "device.facts.diskFreeGb"'],
    ['{{user}}', '"user" is the name of no variable.'],
    ['{{}}', 'line 1, column 1: "" is the name of no variable.'],
    ['{{.}}', '"." is the name of no variable.'],
    ['{{user.userName.length}}', '"user.userName.length" is the name of no variable.'],
    ['{{user.updatedAt}}', '"user.updatedAt" is the name of no variable.'],
    ['{{__proto__}}', '"__proto__" is the name of no variable.'],
  ])('refuses %j: %s', async (body, words) => {
    await expect(made(body)).rejects.toMatchObject({ ...refused('INVALID_INPUT'), message: expect.stringContaining(words) });
    await expect(made(body)).rejects.toMatchObject({ message: expect.stringMatching(/^body: line /) });
  });

  const user = '{{user.userName}}';
  it.each([
    [`{"a": ${user}}`, 'line 1, column 7: {{user.userName}} does not stand in a text.'],
    [`{\n"a": "\\"${user}",\n ${user}: 1}`, 'line 3, column 2: {{user.userName}} does not stand in a text.'],
    [`"\\${user}"`, 'is not well-formed JSON'],
    [`"\\u00${user}"`, 'is not well-formed JSON'],
    ['{"a": 1,}', 'is not well-formed JSON'],
    ['', 'body: must not be empty'],
    [' ', 'is not well-formed JSON'],
    [user, 'line 1, column 1: {{user.userName}} does not stand in a text.'],
  ])('refuses as JSON: %j', async (body, words) => {
    await expect(made(body, { format: 'JSON' })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: expect.stringContaining(words),
    });
  });

  it.each([
    [
      `<a>\n<${user}/></a>`,
      'line 2, column 2: {{user.userName}} stands neither in the text of an element nor in the value of an attribute',
    ],
    [`<a ${user}="1"/>`, 'line 1, column 4: {{user.userName}} stands neither'],
    [`<a><!-- ${user} --></a>`, 'line 1, column 9: {{user.userName}} stands neither'],
    [`<a><![CDATA[${user}]]></a>`, 'line 1, column 13: {{user.userName}} stands neither'],
    [`<a><?b ${user}?></a>`, 'line 1, column 8: {{user.userName}} stands neither'],
    [`<!DOCTYPE a [<!ENTITY b "${user}">]><a>${user}</a>`, 'line 1, column 26: {{user.userName}} stands neither'],
    [`<a>&${user};</a>`, 'is not well-formed XML'],
    [`<a>&b;</a>`, 'is not well-formed XML'],
    ['<a>\n  <b></a>', 'line 2, column 6: is not well-formed XML: Missing end tag for element b.'],
    ['<a>👩 愛</b>', 'line 1, column 8: is not well-formed XML: Missing end tag for element a.'],
    ['<a/><b/>', 'is not well-formed XML'],
    ['a & b', 'is not well-formed XML'],
    [`${user}`, 'is not well-formed XML'],
    [`<a>]]${user}></a>`, 'line 1, column 4: would read ]]>, which XML does not allow in a text, where a variable is empty.'],
    ['<a>\u{1fffe}0000</a>', 'U+1FFFE'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'line 1, column 1: declares the encoding UTF-16: what is rendered is UTF-8.'],
  ])('refuses as XML: %j', async (body, words) => {
    await expect(made(body, { format: 'PLIST' })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: expect.stringContaining(words),
    });
  });

  it.each([
    [[{ name: 'user.title', onAbsent: 'EMPTY' }], 'variables[0].name: there is no {{user.title}} in the body'],
    [[{ name: 'user.userName' }, { name: 'user.userName' }], 'variables[1].name: user.userName is there twice'],
    [[{ name: 'user.userName', onAbsent: 'DEFAULT' }], 'variables.0: needs a default'],
    [[{ name: 'user.userName', onAbsent: 'DEFAULT', default: '' }], 'variables.0: needs a default'],
    [[{ name: 'user.userName', default: 'x' }], 'variables.0: has a default, which needs onAbsent: DEFAULT'],
    [[{ name: 'user.userName', onAbsent: 'EMPTY', default: 'x' }], 'variables.0: has a default'],
    [[{ name: 'user.userName', onAbsent: 'DEFAULT', default: 'x'.repeat(1025) }], 'variables.0.default: must be at most 1024 characters'],
    [[{ name: 'user.userName', separator: 'x'.repeat(17) }], 'variables.0.separator: must be at most 16 characters'],
    [[{ name: 'user.userName', separator: '\u0001' }], 'variables[0].separator: has a character that PLIST cannot write (U+0001)'],
  ])('refuses the settings %j', async (variables, words) => {
    await expect(made('<a>{{user.userName}}</a>', { format: 'PLIST', variables })).rejects.toMatchObject({
      ...refused('INVALID_INPUT'),
      message: expect.stringContaining(words),
    });
  });

  it('refuses DEFAULT for the whole template, a name that is empty or taken, and a policy that is not there', async () => {
    await expect(made('x', { onAbsent: 'DEFAULT' })).rejects.toMatchObject({
      message: expect.stringMatching(/^onAbsent: must be EMPTY or FAIL/),
    });
    await expect(made('x', { name: ' ' })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await made('x', { name: 'Wi-Fi' });
    await expect(made('x', { name: 'WI-FI' })).rejects.toMatchObject(refused('ALREADY_EXISTS'));
    for (const policyId of [nowhere, 'x', ada.device])
      await expect(made('x', { policyId, name: 'Other' })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('keeps what it is sent, and shows it', async () => {
    const body = '\ufeff{{user.userName}}\r\n  {{ user.title }} ';
    const variables = [{ name: 'user.title', onAbsent: 'DEFAULT', default: ' none ', separator: null }];
    const template = await made(body, { variables });
    const expected = {
      ...{ id: template.id, name: 'Profile', format: 'PLAIN', body, onAbsent: 'FAIL', variables, version: 1 },
      ...{ variableNames: ['user.userName', 'user.title'], policy: { id: policy } },
    };
    expect(template).toEqual(expected);
    const { node } = await app.ask('query ($id: ID!) { node(id: $id) { ... on ProfileTemplate { name body policy { name } } } }', template);
    expect(node).toEqual({ name: 'Profile', body, policy: { name: 'All' } });
    expect((await profiles.rendered(ada.device))[0].body).toBe('\ufeffada\r\n   none  ');
  });

  it('takes braces that open nothing', async () => {
    await made('{"a": {"b": {"c": "{ {{user.userName}}}"}}}', { format: 'JSON' });
    expect((await profiles.rendered(ada.device))[0].body).toBe('{"a": {"b": {"c": "{ ada}"}}}');
  });
});

describe('the size of a template', () => {
  const kib = 1024;

  it('is at most 256 KiB in UTF-8', async () => {
    await profiles.template(policy, `${'é'.repeat(128 * kib - 5)}{{groups}}`);
    await expect(profiles.template(policy, 'é'.repeat(128 * kib + 1), { name: 'Large' })).rejects.toMatchObject({
      message: 'body: must be at most 256 KiB in UTF-8.',
    });
  });

  it('is at most 1,000 variables, 200 different ones', async () => {
    const keys = Array.from({ length: 201 }, (_, at) => `fact${at}`);
    await app.database.db.factDefinition.createMany({ data: keys.map((key) => ({ key, type: 'STRING', updatedBy: 'test' })) });
    await app.ask('mutation { createFactDefinition(input: { key: "last", type: STRING }) { factDefinition { id } } }');
    await profiles.template(policy, '{{user.userName}}'.repeat(1000));
    const named = (count: number) =>
      keys
        .slice(0, count)
        .map((key) => `{{device.facts.${key}}}`)
        .join('');
    await profiles.template(policy, named(200), { name: 'Many' });
    await expect(profiles.template(policy, '{{user.userName}}'.repeat(1001), { name: 'Other' })).rejects.toMatchObject(
      refused('LIMIT_EXCEEDED'),
    );
    await expect(profiles.template(policy, named(201), { name: 'Other' })).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
  });

  it('is bounded once it is rendered', async () => {
    await profiles.mutate('updateUser', { id: ada.id, displayName: 'x'.repeat(8192) });
    await profiles.template(policy, '{{user.displayName}}'.repeat(129));
    expect((await profiles.rendered(ada.device))[0]).toMatchObject({
      body: null,
      failure: { variable: null, reason: 'It would have more than 1048576 characters.' },
    });
  });

  it.each([
    ['blanks in a tag', `{{${' '.repeat(200_000)}`],
    ['blanks behind what is not escaped', `{{{a}}${' '.repeat(200_000)}`],
    ['blanks behind what changes delimiters', `{{=}}${' '.repeat(200_000)}`],
    ['tags without an end', '{{'.repeat(100_000)],
    ['elements in each other', '<a>'.repeat(80_000)],
    ['brackets in each other', '['.repeat(200_000)],
  ])('costs no more time than it has letters: %s', { timeout: 20_000 }, async (_, body) => {
    for (const format of ['PLAIN', 'PLIST', 'JSON'])
      await profiles
        .template(policy, body, { format, name: format })
        .catch(({ code }) => expect(['INVALID_INPUT', 'LIMIT_EXCEEDED']).toContain(code));
  });
});

describe('Mutation.updateProfileTemplate', () => {
  it('changes what is sent, holds the whole of it, and leaves the version where nothing changes', async () => {
    const { id } = await profiles.template(policy, '"{{user.title}}"', { variables: [{ name: 'user.title', onAbsent: 'EMPTY' }] });
    expect(await profiles.changedTemplate(id, { format: 'JSON', onAbsent: 'EMPTY' })).toMatchObject({ version: 2, format: 'JSON' });
    expect(await profiles.changedTemplate(id, { format: 'JSON', name: 'Profile' })).toMatchObject({ version: 2 });
    await expect(profiles.changedTemplate(id, { format: 'PLIST' })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await expect(profiles.changedTemplate(id, { body: '{{user.title}}' })).rejects.toMatchObject(refused('INVALID_INPUT'));
    await expect(profiles.changedTemplate(id, { body: '"{{groups}}"' })).rejects.toMatchObject({
      message: 'variables[0].name: there is no {{user.title}} in the body. Leave it out.',
    });
    const changed = { body: '"{{groups}}"', variables: null, name: 'Other' };
    expect(await profiles.changedTemplate(id, changed)).toMatchObject({ ...changed, variables: [], variableNames: ['groups'], version: 3 });
  });

  it('is refused when someone else has changed it, and when there is none', async () => {
    const { id } = await profiles.template(policy, 'x');
    await profiles.changedTemplate(id, { body: 'y', expectedVersion: 1 });
    await expect(profiles.changedTemplate(id, { body: 'z', expectedVersion: 1 })).rejects.toMatchObject(refused('STALE_VERSION'));
    await expect(profiles.changedTemplate(nowhere, { body: 'z' })).rejects.toMatchObject(refused('NOT_FOUND'));
    await expect(profiles.changedTemplate('x', { body: 'z' })).rejects.toMatchObject(refused('NOT_FOUND'));
  });

  it('keeps all of what several change at once', async () => {
    const { id } = await profiles.template(policy, 'x');
    await Promise.all([{ body: 'y' }, { name: 'Other' }, { onAbsent: 'EMPTY' }].map((change) => profiles.changedTemplate(id, change)));
    expect(await profiles.changedTemplate(id, {})).toMatchObject({ body: 'y', name: 'Other', onAbsent: 'EMPTY', version: 4 });
  });

  it('stands in the change log with what has changed', async () => {
    const { id } = await profiles.template(policy, '{{groups}}');
    await profiles.changedTemplate(id, { body: '{{directGroups}}' });
    await profiles.mutate('deleteProfileTemplate', { id });
    const lines = await app.database.db.change.findMany({ where: { resourceId: id }, orderBy: { id: 'asc' } });
    expect(lines).toMatchObject([
      { resourceType: 'ProfileTemplate', operation: 'CREATED', connectionId: okta.id, version: 1 },
      { operation: 'UPDATED', attributes: ['body', 'variableNames'], version: 2 },
      { operation: 'DELETED' },
    ]);
    expect(new Set(lines.map(({ actor }) => actor)).size).toBe(1);
  });
});

describe('Mutation.deleteProfileTemplate', () => {
  it('deletes it at its version, and a policy takes its templates with it', async () => {
    const { id } = await profiles.template(policy, 'x');
    await expect(profiles.mutate('deleteProfileTemplate', { id, expectedVersion: 7 })).rejects.toMatchObject(refused('STALE_VERSION'));
    expect(await profiles.mutate('deleteProfileTemplate', { id, expectedVersion: 1 }, 'id')).toEqual({ id });
    await expect(profiles.mutate('deleteProfileTemplate', { id })).rejects.toMatchObject(refused('NOT_FOUND'));
    const other = await profiles.policy({ connectionId: okta.id, name: 'Other' });
    const { id: gone } = await profiles.template(other, 'x');
    await profiles.mutate('deletePolicy', { id: other });
    expect(await app.database.db.profileTemplate.count({ where: { id: gone } })).toBe(0);
  });
});

describe('a definition', () => {
  it.each([
    ['Attribute', 'user.attributes.team', { schema: 'urn:acme:2.0:User', name: 'team' }],
    ['Attribute', 'manager.attributes.team', { schema: 'urn:acme:2.0:User', name: 'team' }],
    ['Fact', 'device.facts.team', {}],
  ])('of what kind %s is kept while %s stands in a template', async (kind, variable, more) => {
    const noun = `${kind.toLowerCase()}Definition`;
    const { [noun]: definition } = await profiles.mutate(
      `create${kind}Definition`,
      { key: 'team', type: 'STRING', ...more },
      `${noun} { id }`,
    );
    const { id } = await profiles.template(policy, `{{${variable}}}`, { name: 'Team "A"' });
    await expect(profiles.mutate(`delete${kind}Definition`, definition)).rejects.toMatchObject({
      ...refused('IN_USE'),
      message: 'Profile templates name it: "Team \\"A\\"". Change or delete them first.',
    });
    await app.database.pool.query(`DELETE FROM ${kind.toLowerCase()}_definitions WHERE key = 'team'`);
    await profiles.mutate('createFactDefinition', { key: `${kind}-${variable}`.replaceAll('.', '-'), type: 'STRING' });
    expect((await profiles.rendered(ada.device))[0].failure).toEqual({ variable, reason: `${variable} is declared no more.` });
    await profiles.mutate('deleteProfileTemplate', { id });
  });
});

describe('Device.renderedProfiles', () => {
  const named = (nodes: { template: { name: string } }[]) => nodes.map(({ template }) => template.name);
  const asked = 'template { name }';

  it('has those of the policies that the device is in, by priority, then by name, in pages', async () => {
    const of = async (name: string, priority: number, more = {}) =>
      profiles.policy({ connectionId: okta.id, name, priority, devices: { platform: { eq: 'macOS' } }, ...more });
    const ids = [
      await of('b', 2),
      await of('B late', 1),
      await of('a', 1),
      await of('of others', 0, { devices: { platform: { eq: 'iOS' } } }),
      await of('off', 0, { enabled: false }),
      await of('of all', 3, { connectionId: null }),
    ];
    for (const [at, id] of ids.entries())
      for (const name of [`${at} b`, `${at} A`]) await profiles.template(id, '{{device.name}}', { name });
    const expected = ['2 A', '2 b', '1 A', '1 b', '0 A', '0 b', '5 A', '5 b'];
    expect(named(await profiles.rendered(bare, asked))).toEqual(expected);
    const document = `query ($id: ID!, $first: Int, $after: String, $last: Int) { device(by: { id: $id }) {
      renderedProfiles(first: $first, after: $after, last: $last) { totalCount pageInfo { endCursor } nodes { ${asked} failure { reason } } } } }`;
    const pages: string[] = [];
    let after: string | null = null;
    for (const first of [3, 4, 1]) {
      const { device } = await app.ask(document, { id: bare, first, after });
      expect(device.renderedProfiles.totalCount).toBe(8);
      pages.push(...named(device.renderedProfiles.nodes));
      after = device.renderedProfiles.pageInfo.endCursor;
    }
    expect(pages).toEqual(expected);
    expect(named((await app.ask(document, { id: bare, last: 2 })).device.renderedProfiles.nodes)).toEqual(['5 A', '5 b']);
    for (const id of ids) await profiles.mutate('deletePolicy', { id });
  });

  it('takes as many statements for many devices and templates as for few', async () => {
    const document = `query ($id: ID!, $first: Int!) { connection(id: $id) { devices(first: $first) { nodes {
      renderedProfiles(first: 10) { totalCount nodes { body failure { reason } installedDigest template { name policy { name } } } } } } } }`;
    const counts: number[] = [];
    const body = '{{device.name}} {{user.userName}} {{manager.userName}} {{groups}}';
    for (const size of [1, 30]) {
      const { id } = await app.story.connection('OKTA', `Of ${size}`);
      const policyId = await profiles.policy({ connectionId: id, users: { active: { eq: true } } });
      for (let at = 0; at < Math.min(size, 8); at += 1) await profiles.template(policyId, body, { name: `Profile ${at}` });
      for (let at = 0; at < size; at += 1) {
        const boss = await app.story.user(`boss ${at}`, { connectionId: id });
        const user = await app.story.user(`user ${at}`, { connectionId: id, managerReference: boss.id });
        await app.story.group(`group ${at}`, [user.id], { connectionId: id });
        const device = await app.story.device(`D${at}`, { connectionId: id, name: 'x' });
        await app.story.assign(device.id, user.id);
      }
      const ask = () => app.ask(document, { id, first: size });
      const { connection } = await ask();
      const bodies = connection.devices.nodes.flatMap(
        (node: { renderedProfiles: { nodes: { body: string }[] } }) => node.renderedProfiles.nodes,
      );
      expect(bodies.map((node: { body: string }) => node.body)).toContain('x user 0 boss 0 group 0');
      // What is remembered for a second may be asked for again, or not.
      const sent = await statementsDuring(app.database, ask);
      counts.push(sent.filter(({ text }) => !/FROM "public"."(credentials|policies|\w+_definitions)"/.test(text)).length);
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(12);
  });

  it('costs by the rows that are asked for', async () => {
    const document = '{ devices(first: 20) { nodes { renderedProfiles(first: 50) { nodes { digest } } } } }';
    await expect(app.ask(document)).rejects.toMatchObject(refused('LIMIT_EXCEEDED'));
    await app.ask(document.replace('50', '40'));
  });
});

describe('Policy.profileTemplates', () => {
  it('has the templates of each policy, by name', async () => {
    for (const name of ['b', 'C', 'a']) await profiles.template(policy, 'x', { name });
    const document =
      'query ($id: ID!) { policy(id: $id) { profileTemplates(first: 2) { totalCount pageInfo { hasNextPage } nodes { name } } } }';
    expect((await app.ask(document, { id: policy })).policy.profileTemplates).toEqual({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      nodes: [{ name: 'a' }, { name: 'b' }],
    });
  });
});
