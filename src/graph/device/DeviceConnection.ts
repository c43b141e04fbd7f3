import { connectionOf } from '../paging.ts';
import { Device } from './Device.ts';

export const DeviceConnection = connectionOf('Device', 'devices', Device);
