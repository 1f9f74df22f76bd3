/** "1 instance", "3 instances": how sentences say how many, so that none says "1 instances". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
