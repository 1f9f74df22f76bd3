import type { Page } from '../../lib/feature.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { LanguageMenu, ThemeMenu } from './GalleryMenus.tsx';
import { ControlSamples } from './ControlSamples.tsx';
import { DataSamples } from './DataSamples.tsx';
import { FeedbackSamples } from './FeedbackSamples.tsx';
import { MigrationSamples } from './MigrationSamples.tsx';
import { OverlaySamples } from './OverlaySamples.tsx';
import { TableSample } from './TableSample.tsx';

function GalleryPage() {
  return (
    <main className="scroll-area h-full">
      <PageHeader
        title="Gallery"
        crumbs={[{ label: 'Orrery', href: '/' }]}
        meta="Every part in every state"
        actions={
          <>
            <ThemeMenu />
            <LanguageMenu />
          </>
        }
      />
      <div className="grid items-start gap-4 px-6 pb-10 max-md:px-4 xl:grid-cols-2">
        <ControlSamples />
        <FeedbackSamples />
        <DataSamples />
        <OverlaySamples />
        <MigrationSamples />
        <TableSample />
      </div>
    </main>
  );
}

export const page: Page = { Component: GalleryPage };
