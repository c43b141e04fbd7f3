import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sighting } from '#scim-gateway/habits/Sighting.ts';
import { seenBulk, seenPatch, seenQuery, seenReplacement, seenResource, seenSearch } from '#scim-gateway/habits/sightings.ts';
import { enterpriseUserSchema } from '#scim-gateway/protocol/enterpriseUserSchema.ts';
import { readDocument } from '#scim-gateway/protocol/readDocument.ts';
import { groupResource, userResource } from '#scim-gateway/protocol/resourceTypes.ts';
import { attribute, type ResourceType } from '#scim-gateway/protocol/schema.ts';

const enterprise = enterpriseUserSchema.id;
const misspelt = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User:department';
const acme = 'urn:acme:2.0:User';

/** A user type of which some is declared. */
const declaring: ResourceType = {
  ...userResource,
  declared: [
    {
      id: acme,
      name: acme,
      description: '',
      attributes: [attribute('remote', '', { type: 'boolean' }), attribute('tags', '', { multiValued: true })],
    },
  ],
};

/** What a sighting tells, each habit with the first name that it is told of. */
function toldBy(sighting: Sighting): Record<string, string | undefined> {
  const told: Record<string, string | undefined> = {};
  sighting((habit, name) => {
    told[habit] ??= name;
  });
  return told;
}

const nothing = {};

describe('the body of a POST', () => {
  it.each<[string, object, object]>([
    [
      'nothing of a plain person',
      { schemas: [userResource.schema.id], userName: 'ada', active: true, name: { givenName: 'Ada' } },
      nothing,
    ],
    ['nothing of what is not assigned', { userName: 'ada', groups: [], nothing: null, title: null, emails: [] }, nothing],
    ['names in another case', { USERNAME: 'ada' }, { NAMES_IN_OTHER_CASE: 'USERNAME' }],
    ['parts in another case', { name: { GivenName: 'Ada' } }, { NAMES_IN_OTHER_CASE: 'GivenName' }],
    ['true and false as text', { active: 'True' }, { BOOLEANS_AS_TEXT: 'active' }],
    ['true and false as text in elements', { roles: [{ value: 'x', primary: 'True' }] }, { BOOLEANS_AS_TEXT: 'roles.primary' }],
    ['single values in lists', { title: ['Platform'] }, { WRAPPED_VALUES: 'title' }],
    ['a manager by the id alone', { [enterprise]: { manager: 'boss' } }, { BARE_VALUES: 'manager' }],
    ['a wrapped manager', { [enterprise]: { manager: [{ value: 'boss' }] } }, { WRAPPED_VALUES: 'manager' }],
    ['one element for a list', { emails: { value: 'a@b' } }, { SINGLE_ELEMENTS: 'emails' }],
    ['empty texts', { title: '', name: { middleName: '' } }, { EMPTY_TEXTS: 'title' }],
    ['keys that are paths', { 'name.givenName': 'Ada' }, { DOTTED_KEYS: 'name.givenName' }],
    ['keys behind a URN', { [`${enterprise}:department`]: 'X' }, { DOTTED_KEYS: `${enterprise}:department` }],
    [
      'former URNs',
      { schemas: ['urn:scim:schemas:core:2.0'], 'urn:scim:schemas:extension:enterprise:2.0': { department: 'X' } },
      { FORMER_URNS: 'urn:scim:schemas:core:2.0' },
    ],
    ['passwords', { password: 's3cret' }, { PASSWORDS: 'password' }],
    ['what is read-only', { id: 'x', meta: { resourceType: 'User' } }, { READ_ONLY_ATTRIBUTES: 'id' }],
    ['read-only parts', { [enterprise]: { manager: { value: 'a', displayName: 'B' } } }, { READ_ONLY_ATTRIBUTES: 'manager.displayName' }],
    ['unknown attributes', { shoeSize: 42 }, { UNKNOWN_ATTRIBUTES: 'shoeSize' }],
    ['unknown parts', { emails: [{ value: 'a@b', verified: true }] }, { UNKNOWN_ATTRIBUTES: 'emails.verified' }],
    ['unknown attributes of a known schema', { [enterprise]: { shoeSize: 42 } }, { UNKNOWN_ATTRIBUTES: `${enterprise}:shoeSize` }],
    ['unknown schemas', { schemas: ['http://example.com/Group'] }, { UNKNOWN_SCHEMAS: 'http://example.com/Group' }],
    ['undeclared extensions', { schemas: ['urn:x:y'], 'urn:x:y': { badge: 7 } }, { UNDECLARED_EXTENSIONS: 'urn:x:y:badge' }],
  ])('shows %s', (_, body, told) => {
    expect(toldBy(seenResource(userResource, body))).toEqual(told);
  });

  it.each<[string, object, object]>([
    ['nothing of what is declared', { [acme]: { remote: true, tags: ['a', 'b'] } }, nothing],
    ['declared names in another case', { [acme]: { Remote: true } }, { NAMES_IN_OTHER_CASE: 'Remote' }],
    ['declared booleans as text', { [acme]: { remote: 'False' } }, { BOOLEANS_AS_TEXT: `${acme}:remote` }],
    ['what is undeclared beside it', { [acme]: { remote: true, color: 'red' } }, { UNDECLARED_EXTENSIONS: `${acme}:color` }],
  ])('shows, where some attributes are declared, %s', (_, body, told) => {
    expect(toldBy(seenResource(declaring, body))).toEqual(told);
  });

  it('shows of members only their names as read-only', () => {
    const members = [{ value: 'a', display: 'Ada', type: 'User', $ref: '/Users/a' }];
    expect(toldBy(seenResource(groupResource, { displayName: 'x', members }))).toEqual({ READ_ONLY_ATTRIBUTES: 'members.display' });
  });
});

describe('the body of a PUT', () => {
  it('shows that updates are made so', () => {
    expect(toldBy(seenReplacement(userResource, { userName: 'ada' }))).toEqual({ UPDATES_BY_PUT: undefined });
  });
});

describe('the body of a PATCH', () => {
  const patch = (...Operations: object[]) => ({ schemas: [], Operations });

  it.each<[string, object, object]>([
    ['nothing of a plain one', patch({ op: 'replace', path: 'title', value: 'x' }), nothing],
    ['verbs with a capital', patch({ op: 'Replace', path: 'title', value: 'x' }), { CAPITALIZED_OPERATIONS: undefined }],
    ['booleans as text', patch({ op: 'replace', path: 'active', value: 'False' }), { BOOLEANS_AS_TEXT: 'active' }],
    ['dotted keys', patch({ op: 'replace', value: { 'name.givenName': 'x' } }), { DOTTED_KEYS: 'name.givenName' }],
    ['no dotted keys in paths', patch({ op: 'replace', path: 'name.givenName', value: 'x' }), nothing],
    ['paths in another case', patch({ op: 'replace', path: 'NAME.givenname', value: 'x' }), { NAMES_IN_OTHER_CASE: 'NAME' }],
    ['removals by value', patch({ op: 'remove', path: 'roles', value: [{ value: 'x' }] }), { REMOVALS_BY_VALUE: 'roles' }],
    ['no removal by value in a whole one', patch({ op: 'remove', path: 'roles' }), nothing],
    ['repeated names', patch({ op: 'add', path: 'roles', value: { roles: [{ value: 'x' }] } }), { REPEATED_NAMES: 'roles' }],
    ['labeled paths', patch({ op: 'add', path: 'emails[type eq "work"].value', value: 'x' }), { LABELED_PATHS: 'emails.value' }],
    ['no label in a value', patch({ op: 'replace', path: 'emails[value eq "ada@acme.com"].type', value: 'x' }), nothing],
    ['no operations', patch(), { EMPTY_PATCHES: undefined }],
    ['unknown names of operations', patch({ op: 'add', name: 'addMember', path: 'title', value: 'x' }), { UNKNOWN_PARAMETERS: 'name' }],
    ['small names of messages', { operations: [{ op: 'remove', path: 'title' }] }, { NAMES_IN_OTHER_CASE: 'operations' }],
    ['former URNs in paths', patch({ op: 'add', path: misspelt, value: 'x' }), { FORMER_URNS: misspelt }],
    [
      'what is dropped of a value',
      patch({ op: 'add', value: { id: 'x', shoeSize: 1, password: 'x' } }),
      { READ_ONLY_ATTRIBUTES: 'id', UNKNOWN_ATTRIBUTES: 'shoeSize', PASSWORDS: 'password' },
    ],
    ['undeclared attributes', patch({ op: 'add', path: 'urn:x:y:badge', value: 7 }), { UNDECLARED_EXTENSIONS: 'urn:x:y:badge' }],
  ])('shows %s', (_, body, told) => {
    expect(toldBy(seenPatch(userResource, body))).toEqual({ UPDATES_BY_PATCH: undefined, ...told });
  });

  it('shows Entra removing a member', () => {
    const body = patch({ op: 'Remove', path: 'members', value: [{ $ref: null, value: 'f648' }] });
    expect(toldBy(seenPatch(groupResource, body))).toEqual({
      UPDATES_BY_PATCH: undefined,
      CAPITALIZED_OPERATIONS: undefined,
      REMOVALS_BY_VALUE: 'members',
    });
  });
});

describe('a query', () => {
  it.each<[string, Record<string, string>, object]>([
    ['nothing of a plain one', { filter: 'userName eq "x"', attributes: 'userName,emails.value', count: '1' }, nothing],
    ['nothing of other schemas', { attributes: 'urn:x:y:badge', excludedattributes: enterprise }, nothing],
    ['unknown names', { excludedattributes: 'members,shoeSize' }, { UNKNOWN_SELECTIONS: 'members' }],
    ['unknown parameters', { aadoptscim062020: '' }, { UNKNOWN_PARAMETERS: 'aadoptscim062020' }],
    ['unquoted literals', { filter: 'externalId eq jyoung and active eq true' }, { UNQUOTED_LITERALS: 'externalId' }],
    ['comparisons of elements', { filter: 'emails[type eq "work"].value eq "x"' }, { COMPARED_ELEMENTS: undefined }],
    ['no comparison of elements within brackets', { filter: 'emails[type eq "work" and value eq "a.b"]' }, nothing],
    ['comparisons of the whole', { filter: 'id eq "x" and manager eq "y"' }, { COMPARED_WHOLES: `${enterprise}:manager` }],
    ['names in another case', { filter: 'not (username pr) or emails[TYPE eq "work"]' }, { NAMES_IN_OTHER_CASE: 'username' }],
    ['former URNs', { filter: 'urn:scim:schemas:core:1.0:userName eq "x"' }, { FORMER_URNS: 'urn:scim:schemas:core:1.0:userName' }],
  ])('shows %s', (_, query, told) => {
    expect(toldBy(seenQuery(new Map(Object.entries(query)), userResource))).toEqual(told);
  });

  it('knows names that any of several types has', () => {
    expect(toldBy(seenQuery(new Map([['attributes', 'members,userName,shoeSize']]), userResource, groupResource))).toEqual({
      UNKNOWN_SELECTIONS: 'shoeSize',
    });
  });

  it('shows the same by POST', () => {
    const body = { schemas: [], Filter: 'manager eq "x"', page: 1 };
    expect(toldBy(seenSearch(body, new Map([['filter', body.Filter]]), userResource))).toEqual({
      NAMES_IN_OTHER_CASE: 'Filter',
      UNKNOWN_PARAMETERS: 'page',
      COMPARED_WHOLES: `${enterprise}:manager`,
    });
  });
});

describe('a bulk request', () => {
  it('shows what its operations have no name for', () => {
    expect(toldBy(seenBulk({ Operations: [{ method: 'DELETE', path: '/Users/1', note: 'x' }] }))).toEqual({ UNKNOWN_PARAMETERS: 'note' });
  });
});

describe('what is told to be dropped', () => {
  const known = fc.record(
    {
      title: fc.string(),
      active: fc.constantFrom(true, 'False'),
      name: fc.record({ givenName: fc.string(), Familyname: fc.string() }, { requiredKeys: [] }),
      emails: fc.array(fc.record({ value: fc.emailAddress(), type: fc.constant('work') }), { minLength: 1, maxLength: 3 }),
      [enterprise]: fc.record({ department: fc.string({ minLength: 1 }), Manager: fc.constantFrom('boss', { value: 'boss' }) }),
    },
    { requiredKeys: [] },
  );
  const stranger = fc.constantFrom('shoeSize', 'id', 'meta', 'groups', 'x');

  /** Adds an attribute that nobody has to a place in a body, if the body has the place. */
  const places: Record<string, (body: Record<string, unknown>, name: string) => object | undefined> = {
    'the resource': (body, name) => ({ ...body, [name]: ['stranger'] }),
    name: (body, name) => (body.name === undefined ? undefined : { ...body, name: { ...(body.name as object), [name]: 'stranger' } }),
    'an e-mail': (body, name) => {
      const emails = body.emails as object[] | undefined;
      return emails && { ...body, emails: [{ ...emails[0], [name]: 'stranger' }, ...emails.slice(1)] };
    },
    'the enterprise extension': (body, name) =>
      body[enterprise] === undefined ? undefined : { ...body, [enterprise]: { ...(body[enterprise] as object), [name]: 'stranger' } },
  };

  it.each(Object.entries(places))('is what the document is without: in %s', (_, add) => {
    fc.assert(
      fc.property(known, stranger, (sent, name) => {
        const body = { userName: 'ada', ...sent };
        const more = add(body, name);
        if (!more) return;
        const dropped = ({ UNKNOWN_ATTRIBUTES, READ_ONLY_ATTRIBUTES }: Record<string, unknown>) =>
          UNKNOWN_ATTRIBUTES ?? READ_ONLY_ATTRIBUTES;
        expect(readDocument(userResource, more)).toEqual(readDocument(userResource, body));
        expect(dropped(toldBy(seenResource(userResource, body)))).toBeUndefined();
        expect(dropped(toldBy(seenResource(userResource, more)))).toContain(name);
      }),
    );
  });
});
