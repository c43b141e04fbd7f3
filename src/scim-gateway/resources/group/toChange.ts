import type { UpdateGroupInput } from '../../documents/generated.ts';
import type { ScimDocument } from '../../protocol/document.ts';
import { invalidValue } from '../../protocol/errors.ts';
import { toExtensions } from '../toExtensions.ts';
import { textOrNull } from '../toJson.ts';

type Change = Omit<UpdateGroupInput, 'id' | 'expectedVersion' | 'members' | 'displayName'> & { displayName: string };

/** The whole group that a document describes, but for its members: what it leaves out is cleared. */
export const toChange = (document: ScimDocument): Change => ({
  displayName: toDisplayName(document),
  externalId: textOrNull(document.externalId),
  extensions: toExtensions(document, []),
});

function toDisplayName({ displayName }: ScimDocument): string {
  if (typeof displayName !== 'string' || displayName.trim() === '') throw invalidValue('A group needs a displayName.');
  return displayName;
}
