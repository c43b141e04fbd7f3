import { project } from '../protocol/project.ts';
import type { Resource } from '../resources/Resource.ts';
import type { Operation } from './Operation.ts';
import { readIfMatch } from './preconditions.ts';
import { toSelection } from './readSearch.ts';

/** RFC 7644 §3.5.2: the whole resource where that is cheap, and otherwise nothing unless attributes are asked for. */
export const patch =
  ({ type, ...resource }: Resource): Operation =>
  async (request) => {
    const asked = toSelection(request.query);
    const answers = resource.patchAnswersWhole || asked.attributes !== undefined;
    const selection = answers ? asked : { attributes: ['id'] };
    const { version, document } = await resource.patch(request, request.id, request.body, selection, readIfMatch(request.ifMatch));
    return answers ? { status: 200, version, body: project(type, document, selection) } : { status: 204, version };
  };
