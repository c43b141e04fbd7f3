import { describe, expect, it } from 'vitest';
import { attributesIn, splitCircular } from '#scim-gateway/protocol/splitCircular.ts';

const user = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('splitCircular (RFC 7644 §3.7.1)', () => {
  it('holds back the elements of a list and the attributes of a schema that name what is on the circle, and nothing else', () => {
    const data = {
      userName: 'ada',
      members: [{ value: 'bulkId:a' }, { value: 'bulkId:b' }, { value: '1' }],
      [user]: { department: 'Engines', manager: { value: 'bulkId:a' } },
      [`${user}:manager`]: 'bulkId:a',
      'urn:x:User:boss': 'bulkId:a',
    };
    const { now, later } = splitCircular(data, new Set(['a']));
    expect(now).toEqual({
      userName: 'ada',
      members: [{ value: 'bulkId:b' }, { value: '1' }],
      [user]: { department: 'Engines' },
      'urn:x:User:boss': 'bulkId:a',
    });
    expect(later).toEqual({
      members: [{ value: 'bulkId:a' }],
      [user]: { manager: { value: 'bulkId:a' } },
      [`${user}:manager`]: 'bulkId:a',
    });
    expect(attributesIn(later)).toEqual(['members', `${user}:manager`, `${user}:manager`]);
  });
});
