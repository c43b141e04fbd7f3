import type { ScimPageInfoFragment } from '../documents/generated.ts';
import type { Graph } from '../graph.ts';
import type { ScimDocument } from '../protocol/document.ts';
import type { Filter } from '../protocol/filter.ts';
import type { Later } from '../protocol/later.ts';
import type { Slice } from '../protocol/paging.ts';
import type { ResourceType } from '../protocol/schema.ts';
import type { Selection } from '../protocol/selection.ts';
import type { Declared } from './declared.ts';

/** Whom to ask, and what locations begin with. */
export interface Context {
  graph: Graph;
  /** The connection's absolute SCIM URL, without a slash at the end. */
  baseUrl: string;
  /** The custom attributes that are declared; asked for only by what mentions other schemas. */
  declared(): Promise<Declared>;
}

/** A resource at one version, with at least what the selection wants. */
export interface Snapshot {
  id: string;
  version: number;
  /** The entity tag of the document; of a resource that was changed, and is not shown as a whole, that of the change. */
  etag: string;
  document: ScimDocument;
}

/** Where a page stands in its list. */
export type PageInfo = ScimPageInfoFragment;

export interface Page {
  total: number;
  info: PageInfo;
  snapshots: readonly (Snapshot | Later<Snapshot>)[];
}

export interface PageQuery {
  filter?: Filter;
  sortBy?: string;
  descending: boolean;
  slice: Slice;
}

/** A noun that is read: how the graph is asked for one type of resource. */
export interface ReadableResource {
  type: ResourceType;
  read(context: Context, id: string, selection: Selection): Promise<Snapshot | undefined>;
  page(context: Context, query: PageQuery, selection: Selection): Promise<Page>;
}

/** A noun: how the graph is asked, and how it is told of changes. */
export interface Resource extends ReadableResource {
  create(context: Context, document: ScimDocument, selection: Selection): Promise<Snapshot>;
  /** Writes the whole resource; what the document leaves out is cleared. */
  replace(context: Context, id: string, document: ScimDocument, selection: Selection, expectedVersion?: number): Promise<Snapshot>;
  patch(context: Context, id: string, body: unknown, selection: Selection, expectedVersion?: number): Promise<Snapshot>;
  /** Whether the answer to a PATCH carries the resource when no attributes are asked for. */
  patchAnswersWhole: boolean;
  remove(context: Context, id: string, expectedVersion?: number): Promise<void>;
}
