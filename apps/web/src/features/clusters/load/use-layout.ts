import { useEffect, useMemo, useState } from 'react';
import { createSlices } from '../../../lib/slices.ts';
import { type Fleet, layOut, layOutInSteps, type LoadLayout, type Look } from './layout.ts';

const nothing: Fleet = { hosts: [], instances: [] };

/** The layout of the latest figures, made between frames: twenty thousand blocks take longer than one of them. */
export function useLayout(fleet: Fleet, look: Look): LoadLayout {
  const [laid, setLaid] = useState(() => layOut(nothing, look));
  const slices = useMemo(() => createSlices(), []);
  useEffect(() => {
    slices.begin(function* () {
      setLaid(yield* layOutInSteps(fleet, look));
    });
  }, [slices, fleet, look]);
  useEffect(() => slices.stop, [slices]);
  return laid;
}
