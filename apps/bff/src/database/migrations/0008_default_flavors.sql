-- Sizes to begin with; an administrator may change or delete them for good.
insert into flavor (id, name, name_key, vcpus, memory_mib, disk_gib, description, created_at) values
  ('tiny', 'tiny', 'tiny', 1, 512, 5, 'To try something out', now()),
  ('small', 'small', 'small', 1, 2048, 20, 'A small service', now()),
  ('medium', 'medium', 'medium', 2, 4096, 40, 'A web server or a small database', now()),
  ('large', 'large', 'large', 4, 8192, 80, 'An application server', now()),
  ('xlarge', 'xlarge', 'xlarge', 8, 16384, 160, 'A database or a build machine', now());
