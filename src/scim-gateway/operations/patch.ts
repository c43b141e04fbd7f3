import { seenPatch, seenQuery } from '../habits/sightings.ts';
import { project } from '../protocol/project.ts';
import { typeFor } from '../resources/declared.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { toExpectedVersion } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.5.2: the whole resource where that is cheap, and otherwise nothing unless attributes are asked for. */
export const patch =
  (resource: Resource): Operation =>
  async (request) => {
    const asked = toSelection(request.query);
    const answers = resource.patchAnswersWhole || asked.attributes !== undefined;
    const selection = answers ? asked : { attributes: ['id'] };
    const expectedVersion = await toExpectedVersion(resource, request);
    const { etag, document } = await resource.patch(request, request.id, request.body, selection, expectedVersion);
    const described = await typeFor(request, resource.type, request.body);
    request.served(seenQuery(request.query, resource.type), seenPatch(described, request.body));
    return answers ? { status: 200, etag, body: project(resource.type, document, selection) } : { status: 204, etag };
  };
