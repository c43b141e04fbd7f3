import type { ScimGroupFragment } from '../../documents/generated.ts';
import type { MemberKind } from '../../documents/generatedEnums.ts';
import type { JsonObject } from '../../protocol/document.ts';
import { lazily } from '../../protocol/lazily.ts';
import { groupResource, userResource } from '../../protocol/resourceTypes.ts';
import type { ResourceType } from '../../protocol/schema.ts';
import { schemasOf } from '../../protocol/schemasOf.ts';
import { assigned } from '../toJson.ts';
import { toMeta, type Versioned } from '../toMeta.ts';

/** The group as SCIM represents it (RFC 7643 §4.2), unassigned attributes left out. */
export function toScim(group: ScimGroupFragment, baseUrl: string): Versioned {
  const attributes = assigned({
    id: group.id,
    externalId: group.externalId,
    displayName: group.displayName,
    members: toMembers(group.memberColumns, baseUrl),
    ...group.extensions,
  });
  return { schemas: schemasOf(groupResource, attributes), ...attributes, meta: toMeta(groupResource, group, baseUrl, derivedOf(group)) };
}

/** The names of members are theirs, and their own changes show in them. */
const derivedOf = ({ memberColumns }: ScimGroupFragment) => (memberColumns?.displayNames?.length ? memberColumns : undefined);

type MemberColumns = NonNullable<ScimGroupFragment['memberColumns']>;

const nobody: MemberColumns = { ids: [], kinds: [] };

const memberTypes: Record<MemberKind, ResourceType> = { USER: userResource, GROUP: groupResource };

export const toMembers = ({ ids, kinds, displayNames }: MemberColumns = nobody, baseUrl: string): JsonObject[] =>
  lazily(ids.length, (place) => {
    const { id: type, endpoint } = memberTypes[kinds[place] as MemberKind];
    return assigned({ value: ids[place], display: displayNames?.[place], type, $ref: `${baseUrl}${endpoint}/${ids[place]}` });
  });
