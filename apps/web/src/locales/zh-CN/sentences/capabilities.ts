/** Why a kind of back end cannot do something. */
export const capabilities: Readonly<Record<string, string>> = {
  'libvirt has no images of its own, only volumes': 'libvirt 没有自己的镜像，只有卷',
  'Virtual machines are moved live, with their disks, or cold': '虚拟机可以在线迁移、连同磁盘迁移或离线迁移',
  'libvirt keeps no services; each instance stands for itself': 'libvirt 没有服务，每个实例各自独立',
  'libvirt has no balancer of its own': 'libvirt 没有自己的均衡器',
  'libvirt raises no alarms of its own': 'libvirt 不产生告警',
  'libvirt knows no maintenance of a host': 'libvirt 没有主机维护模式',
  'Orrery does not do this on libvirt hosts yet': 'Orrery 尚不支持在 libvirt 主机上执行此操作',
  'An engine tells the figures of its containers, not those of its host':
    '引擎只提供容器的指标，不提供主机的指标',
  'An engine cannot save the memory of a container; pause it, or stop it':
    '引擎无法保存容器的内存；请暂停或停止它',
  'An engine cannot save the memory of a container': '引擎无法保存容器的内存',
  'is a label of the container, and an engine cannot change the labels of a container':
    '是容器的标签，而引擎无法更改容器的标签',
  'What describes it {0}; give it when launching': '描述信息{0}；请在启动时填写',
  'The owner {0}; launch it in the project instead': '所有者{0}；请直接在该项目中启动',
  'Containers have no snapshots; an image can be made of one': '容器没有快照，可以用它制作镜像',
  'Volumes of an engine are there as long as the engine is': '只要引擎在，其卷就在',
  'The volumes of a container are fixed when it is made; give them when launching':
    '容器的卷在创建时就已固定，请在启动时指定',
  'A host pulls, builds or loads images': '镜像由主机拉取、构建或载入',
  'A volume of an engine has no size of its own: it grows with what is written to it':
    '引擎的卷没有固定大小，随写入的内容增长',
  'A network of an engine is always active': '引擎的网络始终处于活动状态',
  'A network of an engine is always active; delete it instead': '引擎的网络始终处于活动状态，请改为删除',
  'Containers are not moved while they run; relocate them with a stop': '容器运行时不能迁移，可停机搬迁',
  'A container that does not run is relocated, too': '未运行的容器也通过搬迁移动',
  'The stop of a relocation is as long as carrying its data takes': '搬迁的停机时间取决于搬运数据所需的时间',
  'A relocation carries no memory': '搬迁不搬运内存',
  'Engines have no balancer of their own': '引擎没有自己的均衡器',
  'Engines raise no alarms of their own': '引擎不产生告警',
  'None of its engines manages a swarm; engines by themselves keep no services':
    '其引擎都不是 swarm 管理节点；单独的引擎没有服务',
  'None of its engines manages a swarm; an engine by itself knows no maintenance of its host':
    '其引擎都不是 swarm 管理节点；单独的引擎没有主机维护模式',
  'Orrery does not do this on container engines yet': 'Orrery 尚不支持在容器引擎上执行此操作',
  'Podman cannot change the limits of a container through this API': 'Podman 无法通过此 API 更改容器的限制',
  'Podman cannot change the restart policy of a container through this API':
    'Podman 无法通过此 API 更改容器的重启策略',
  'Orrery does not change the networks of Podman containers: one made without a network cannot join another':
    'Orrery 不更改 Podman 容器的网络：创建时没有网络的容器无法加入其他网络',
  'Containers are not moved from or to Podman: its API lacks calls that a relocation needs':
    '容器不能迁入或迁出 Podman：其 API 缺少搬迁所需的调用',
  'vSphere has no switch for it: it is there while its hosts are': 'vSphere 没有此开关：只要主机在，它就在',
  'vSphere finds it by itself, and lets nobody set it while it moves':
    'vSphere 自行决定此值，迁移期间无法设置',
  'vCenter keeps no services; each virtual machine stands for itself': 'vCenter 没有服务，每台虚拟机各自独立',
  'Virtual machines are moved cold; containers are relocated': '虚拟机使用离线迁移，容器使用搬迁',
  'vMotion has no post-copy': 'vMotion 没有后拷贝',
  'vSphere has no pause; suspending writes the memory to disk': 'vSphere 没有暂停；挂起会将内存写入磁盘',
  'vSphere has no pause; a suspended instance is started': 'vSphere 没有暂停；挂起的实例可以直接开机',
  'vSphere keeps autostart per host, and clusters with HA ignore it':
    'vSphere 按主机保存自动启动设置，启用 HA 的集群会忽略它',
  "vSphere shows consoles by WebMKS, VMware's own protocol, which Orrery does not speak: use the console of vCenter":
    'vSphere 通过 VMware 自有的 WebMKS 协议显示控制台，Orrery 不支持该协议：请使用 vCenter 的控制台',
  'Orrery does not do this on vSphere yet': 'Orrery 尚不支持在 vSphere 上执行此操作',
  'A single ESXi host has no custom attributes, in which Orrery keeps this':
    '单独的 ESXi 主机没有自定义属性，而 Orrery 将此信息保存在其中',
  'First-class disks are known to Orrery by a vCenter only': 'Orrery 只能通过 vCenter 识别一等磁盘',
  'Distributed switches belong to a vCenter': '分布式交换机属于 vCenter',
  'Clusters and alarms belong to a vCenter': '集群和告警属于 vCenter',
  'A single ESXi host has no other to move to': '单独的 ESXi 主机没有可迁移的目标',
  'A single ESXi host clones nothing: that takes a vCenter': '单独的 ESXi 主机无法克隆，需要 vCenter',
  'A single ESXi host keeps no marks, by which an instance is found again':
    '单独的 ESXi 主机不保存用于重新找到实例的标记',
  'A single ESXi host clones no templates: that takes a vCenter':
    '单独的 ESXi 主机无法克隆模板，需要 vCenter',
  'Nothing empties a single ESXi host: shut down what runs on it, and use its own client for maintenance':
    '单独的 ESXi 主机无法清空：请关闭其上运行的实例，并使用其自带客户端进行维护',
  'A single ESXi host has no templates, and its files are deleted in its own client':
    '单独的 ESXi 主机没有模板，其文件请在其自带客户端中删除',
  'Not simulated yet': '尚未模拟',
  'Use qemu:///system, qemu+tcp://host/system, qemu+tls://host/system or qemu+ssh://user@host/system':
    '请使用 qemu:///system、qemu+tcp://host/system、qemu+tls://host/system 或 qemu+ssh://user@host/system',
  'Use unix:///var/run/docker.sock, tcp://host:2376 with tls, or ssh://user@host':
    '请使用 unix:///var/run/docker.sock、带 TLS 的 tcp://host:2376 或 ssh://user@host',
  'An engine begins no relocation anew': '引擎不会重新开始搬迁',
  'A vMotion takes nothing when it begins that it could have lacked': 'vMotion 开始时没有可补充的设置',
};
