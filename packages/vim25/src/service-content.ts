import { VimTransportError } from './errors.ts';
import { asObject, asRef, asText, type MoRef, type VimValue } from './values.ts';

/** Where everything begins. A single ESXi host lacks some managers. */
export interface ServiceContent {
  about: {
    fullName: string;
    version: string;
    build: string;
    apiType: 'VirtualCenter' | 'HostAgent' | 'unknown';
    instanceUuid: string | null;
  };
  rootFolder: MoRef;
  propertyCollector: MoRef;
  viewManager: MoRef;
  sessionManager: MoRef;
  perfManager: MoRef | null;
  eventManager: MoRef | null;
  taskManager: MoRef | null;
  customFieldsManager: MoRef | null;
  authorizationManager: MoRef | null;
  virtualDiskManager: MoRef | null;
  vStorageObjectManager: MoRef | null;
  searchIndex: MoRef | null;
  ovfManager: MoRef | null;
  alarmManager: MoRef | null;
}

export function readServiceContent(value: VimValue | undefined): ServiceContent {
  const content = asObject(value) ?? {};
  const about = asObject(content['about']) ?? {};
  const ref = (field: string): MoRef | null => asRef(content[field]);
  const must = (field: string): MoRef => {
    const found = ref(field);
    if (!found) throw new VimTransportError('protocol', `It is not a vSphere API: it has no ${field}`);
    return found;
  };
  const apiType = asText(about['apiType']);
  return {
    about: {
      fullName: asText(about['fullName']) ?? asText(about['name']) ?? 'vSphere',
      version: asText(about['version']) ?? '',
      build: asText(about['build']) ?? '',
      apiType: apiType === 'VirtualCenter' || apiType === 'HostAgent' ? apiType : 'unknown',
      instanceUuid: asText(about['instanceUuid']),
    },
    rootFolder: must('rootFolder'),
    propertyCollector: must('propertyCollector'),
    viewManager: must('viewManager'),
    sessionManager: must('sessionManager'),
    perfManager: ref('perfManager'),
    eventManager: ref('eventManager'),
    taskManager: ref('taskManager'),
    customFieldsManager: ref('customFieldsManager'),
    authorizationManager: ref('authorizationManager'),
    virtualDiskManager: ref('virtualDiskManager'),
    vStorageObjectManager: ref('vStorageObjectManager'),
    searchIndex: ref('searchIndex'),
    ovfManager: ref('ovfManager'),
    alarmManager: ref('alarmManager'),
  };
}
