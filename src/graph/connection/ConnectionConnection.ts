import { connectionOf } from '../paging.ts';
import { Connection } from './Connection.ts';

export const ConnectionConnection = connectionOf('Connection', 'connections', Connection);
