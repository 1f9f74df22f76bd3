import { procedure } from '../rpc/procedure.ts';
import { string, struct, u32 } from '../xdr/codec.ts';

export const getXml = procedure(114, 'NodeDeviceGetXMLDesc', struct({ name: string, flags: u32 }), string);
