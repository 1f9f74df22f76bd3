import { expect, it } from 'vitest';
import { asObject, type VimObject } from '../values.ts';
import { echo } from '../xml/write.ts';
import { withInstanceUuid } from './ovf.ts';

const spec: VimObject = {
  $type: 'VirtualMachineImportSpec',
  configSpec: {
    $type: 'VirtualMachineConfigSpec',
    name: 'a',
    version: 'vmx-13',
    instanceUuid: 'another',
    guestId: 'ubuntu64Guest',
    extraConfig: [
      { key: 'a', value: 'text' },
      { $type: 'OptionValue', key: 'b', value: true },
      { key: 'c', value: 3 },
    ],
  },
};

it('the id stands where the schema has it, and nothing else moves', () => {
  const marked = withInstanceUuid(spec, 'op-1');
  expect(Object.keys(asObject(marked['configSpec']) ?? {})).toEqual([
    '$type',
    'name',
    'version',
    'instanceUuid',
    'guestId',
    'extraConfig',
  ]);
  expect(marked['configSpec']).toMatchObject({ instanceUuid: 'op-1' });
});

it('values of any type say theirs when they are given back', () => {
  const [{ xml } = { xml: '' }] = echo('spec', spec);
  expect(xml).toMatch(
    /^<spec xsi:type="VirtualMachineImportSpec"><configSpec xsi:type="VirtualMachineConfigSpec">/,
  );
  expect(xml).toContain('<key>a</key><value xsi:type="xsd:string">text</value>');
  expect(xml).toContain('<key>b</key><value xsi:type="xsd:boolean">true</value>');
  expect(xml).toContain('<key>c</key><value xsi:type="xsd:long">3</value>');
});
