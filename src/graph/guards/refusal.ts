import { GraphQLError } from 'graphql';
import type { DirectoryError } from '#directory/errors.ts';
import type { Http } from '../publish.ts';

/** A document that is refused, as GraphQL over HTTP answers it: 400, but 200 in application/json. */
export const ofDocument: Http = { status: 400, spec: true };

/** A refusal of the whole request, with the status that it is answered with. */
export const refusal = ({ code, message }: DirectoryError, http: Http) => new GraphQLError(message, { extensions: { code, http } });
