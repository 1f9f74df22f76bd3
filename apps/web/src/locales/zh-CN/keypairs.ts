import type { Messages } from '../en.ts';

export const keypairs: Messages['keypairs'] = {
  title: 'SSH 密钥',
  add: '添加 SSH 密钥',
  hint: '你启动的实例会在首次启动时获得你的公钥。',
  way: '密钥来源',
  haveOne: '已有密钥',
  makeOne: '生成新的密钥对',
  import: '添加密钥',
  make: '生成密钥对',
  missing: '请填写名称和公钥。',
  publicKey: '公钥',
  publicKeyHint: '一行，例如 ~/.ssh/id_ed25519.pub 的内容。',
  privateTitle: '{{name}} 的私钥',
  privateText: 'Orrery 不保存私钥，只在此时显示一次。',
  privateKey: '私钥',
  download: '下载',
  kept: '我已保存',
};
