/** What is not understood in the query field. The language itself is the same everywhere. */
export const query: Readonly<Record<string, string>> = {
  "Unknown {0} '{1}'{2}": '没有{0}“{1}”{2}',
  "Ask for '{0}' as is:{1}.": '请用 is:{1} 查询“{0}”。',
  "'{0}' is a text and cannot be compared with {1}; use {2}:value.":
    '“{0}”是文本，不能用 {1} 比较；请用 {2}:值。',
  "'{0}' is a text and has no ranges.": '“{0}”是文本，没有范围。',
  "'{0}' is never '{1}'; it is one of {2}.": '“{0}”不会是“{1}”，可用的值：{2}。',
  "'{0}' is never '{1}', did you mean '{2}'?": '“{0}”不会是“{1}”，是否指“{2}”？',
  "'{0}' has several values; sort by another.": '“{0}”有多个值，请按其他字段排序。',
  'A number has no wildcards; use a range such as 20..80.': '数字没有通配符，请用范围，例如 20..80。',
  'The range {0}..{1} is empty; write the lower end first.': '范围 {0}..{1} 为空，请先写较小的一端。',
  "'{0}' is not a number{1}.": '“{0}”不是数字{1}。',
  "'{0}' is not a size (such as 4GiB).": '“{0}”不是大小（例如 4GiB）。',
  "'{0}' has no unit.": '“{0}”缺少单位。',
  "'{0}' is not a unit of size; use KiB, MiB, GiB, TiB or kB, MB, GB, TB.":
    '“{0}”不是大小单位，请用 KiB、MiB、GiB、TiB 或 kB、MB、GB、TB。',
  "'{0}' is not a duration (such as 90s, 2h, 7d or 1h30m).": '“{0}”不是时长（例如 90s、2h、7d 或 1h30m）。',
  "'{0}' is not a unit of time; use s, m, h, d or w.": '“{0}”不是时间单位，请用 s、m、h、d 或 w。',
  "'{0}' is not a date (such as 2026-11-22 or 2026-11-22T10:30).":
    '“{0}”不是日期（例如 2026-11-22 或 2026-11-22T10:30）。',
  'This quote is not closed.': '引号没有闭合。',
  'A query has at most {0} characters; this one has {1}.': '查询最多 {0} 个字符，这个有 {1} 个。',
  'A query has at most {0} terms.': '查询最多 {0} 个条件。',
  "Say a value for '{0}', or remove it.": '请为“{0}”填写值，或将其删除。',
};
