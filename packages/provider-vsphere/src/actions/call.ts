import type { Call } from '@orrery/provider-kit/calls.ts';
import type { Clock } from '@orrery/provider-kit/clock.ts';
import type { OwnOperations } from '@orrery/provider-kit/own-operations.ts';
import type { ActionRequest } from '@orrery/provider-kit/action.ts';
import { ProviderError } from '@orrery/provider-kit/provider-error.ts';
import type { ImageReader } from '../images/image-reader.ts';
import type { Marks } from '../inventory/marks.ts';
import type { Publisher } from '../inventory/publisher.ts';
import type { Scene } from '../inventory/scene.ts';
import type { DeviceReader } from '../link/device-reader.ts';
import type { VcenterLink } from '../link/vcenter-link.ts';
import type { VolumeReader } from '../link/volume-reader.ts';
import type { WarningReader } from '../link/warning-reader.ts';
import type { Job } from './job.ts';
import type { TaskPoller } from './task-poller.ts';
import type { VmReader } from './vm-reader.ts';

export interface ExecutorOptions {
  clock: Clock;
  scene: Scene;
  link: VcenterLink;
  marks: Marks;
  poller: TaskPoller;
  reader: VmReader;
  devices: DeviceReader;
  volumes: VolumeReader;
  images: ImageReader;
  warnings: WarningReader;
  publisher: Publisher;
  own: OwnOperations;
}

/** What carries a call out. */
export interface Acting {
  options: ExecutorOptions;
  /** Native part of the id that is acted on. */
  native: (request: ActionRequest) => string;
  job: (call: Call) => Job;
}

export const missing = ({ kind, id }: ActionRequest): ProviderError =>
  new ProviderError('resource.not-found', `There is no ${kind} ${id}`);
