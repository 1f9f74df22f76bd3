import { afterEach, describe, expect, it } from 'vitest';
import { phrasebook } from '../locales/zh-CN/phrasebook.ts';
import { type Phrasebook, readerOf, sentenceOf, setPhrasebook } from './sentences.ts';

const book: Phrasebook = {
  sentences: {
    'It is not up': '它未在运行',
    'The image needs {0} MiB of memory': '镜像需要 {0} MiB 内存',
    '{0} of memory are free{1}; {2} are asked for': '空闲内存 {0}{1}，需要 {2}',
    'beside {0} of instances that are stopped': '（另有 {0} 留给已停止的实例）',
    '{0} was moved to {1}': '{1} 收下了 {0}',
    '{0} was moved to {1} by force': '{0} 被强制移到 {1}',
    'It is {0} now': '它目前{0}',
  },
  fragments: { running: '运行中', '{0} or {1}': '{0}或{1}', paused: '已暂停' },
};
const read = readerOf(book);

afterEach(() => setPhrasebook(null));

describe('a sentence of the server', () => {
  it('is found by its English, with its values where they belong', () => {
    expect(read('It is not up')).toBe('它未在运行');
    expect(read('The image needs 512 MiB of memory')).toBe('镜像需要 512 MiB 内存');
    expect(read('web-01 was moved to lab-h2')).toBe('lab-h2 收下了 web-01');
  });

  it('is the most exact one', () => {
    expect(read('web-01 was moved to lab-h2 by force')).toBe('web-01 被强制移到 lab-h2');
  });

  it('has values that are sentences or words themselves, or nothing', () => {
    expect(
      read('3 GiB of memory are free beside 2 GiB of instances that are stopped; 8 GiB are asked for'),
    ).toBe('空闲内存 3 GiB（另有 2 GiB 留给已停止的实例），需要 8 GiB');
    expect(read('3 GiB of memory are free; 8 GiB are asked for')).toBe('空闲内存 3 GiB，需要 8 GiB');
    expect(read('It is running or paused now')).toBe('它目前运行中或已暂停');
  });

  it('keeps what stands before or behind it', () => {
    expect(read('lab-h2: It is not up')).toBe('lab-h2：它未在运行');
    expect(read('It is not up: EIO')).toBe('它未在运行：EIO');
    expect(read('It is not up. It is running now')).toBe('它未在运行。它目前运行中');
  });

  it('is not what only looks like a word of one', () => {
    expect(read('running')).toBeUndefined();
    expect(read('Its own words')).toBeUndefined();
    expect(read('')).toBeUndefined();
    expect(read('db: running')).toBeUndefined();
  });

  it('is the server’s own where nobody reads anything else', () => {
    expect(sentenceOf('Not simulated yet')).toBeUndefined();
    setPhrasebook(phrasebook);
    expect(sentenceOf('Not simulated yet')).toBe('尚未模拟');
    expect(sentenceOf('Alarm "Host CPU usage" was raised: warning')).toBe(
      '告警“主机 CPU 使用率”已触发：警告',
    );
  });
});
