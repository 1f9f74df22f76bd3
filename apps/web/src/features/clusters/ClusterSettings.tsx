import type { Cluster } from '@orrery/contract/resources/cluster.ts';
import { type Translate, useT } from '../../lib/i18n.ts';
import { Card } from '../../ui/Card.tsx';
import { type Fact, KeyValueList } from '../../ui/KeyValueList.tsx';

/** How the back end itself balances the cluster and brings back what a lost host has run. */
export function ClusterSettings({ cluster }: { cluster: Cluster }) {
  const t = useT();
  const facts = factsOf(t, cluster);
  if (facts.length === 0) return null;
  return (
    <Card title={t('watching.settings')}>
      <KeyValueList facts={facts} />
    </Card>
  );
}

function factsOf(t: Translate, { balancer, availability, cpuBaseline }: Cluster): Fact[] {
  const facts: Fact[] = [];
  const add = (label: string, value: string) => facts.push({ label, value });
  const onOff = (on: boolean) => t(on ? 'watching.on' : 'watching.off');
  if (balancer) {
    const { enabled, automation, threshold } = balancer;
    add(
      t('watching.balancer'),
      enabled && automation ? t(`watching.automation.${automation}`) : onOff(enabled),
    );
    if (enabled && threshold !== null) add(t('watching.threshold'), String(threshold));
  }
  if (availability) {
    const { enabled, hostMonitoring, admissionControl } = availability;
    add(t('watching.availability'), onOff(enabled));
    if (enabled && hostMonitoring !== null) add(t('watching.monitoring'), yesNo(t, hostMonitoring));
    if (enabled && admissionControl !== null) add(t('watching.admission'), yesNo(t, admissionControl));
  }
  if (cpuBaseline) add(t('watching.cpuBaseline'), cpuBaseline);
  return facts;
}

const yesNo = (t: Translate, yes: boolean): string => t(yes ? 'fields.yes' : 'fields.no');
