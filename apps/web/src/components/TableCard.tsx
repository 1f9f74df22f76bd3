import type { ReactNode } from 'react';
import { Card } from '../ui/Card.tsx';
import { SimpleTable, type SimpleTableProps } from './SimpleTable.tsx';

type TableCardProps<T> = Omit<SimpleTableProps<T>, 'label'> & {
  title: string;
  actions?: ReactNode;
  className?: string;
};

/** A short table that touches the border of its card, and is called like it. */
export function TableCard<T>({ title, actions, className, ...table }: TableCardProps<T>) {
  return (
    <Card title={title} flush {...(actions ? { actions } : {})} {...(className ? { className } : {})}>
      <SimpleTable label={title} {...table} />
    </Card>
  );
}
