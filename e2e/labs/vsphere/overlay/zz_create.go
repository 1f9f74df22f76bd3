// What it takes to make things: clones that honour their spec, first-class disks that grow and are copied.
package simulator

import (
	"context"
	"time"

	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// ---------------------------------------------------------------- events

// SetCollectorPageSize: the packaged one (renamed by the build) takes the manager's lock under the collector's, PostEvent
// the other way round: sooner or later both wait for ever.
func (c *EventHistoryCollector) SetCollectorPageSize(ctx *Context, req *types.SetCollectorPageSize) soap.HasFault {
	own := Map.locker(c)
	own.Unlock()
	defer own.Lock()
	var res soap.HasFault
	Map.WithLock(c.m, func() {
		Map.WithLock(c, func() {
			held, m := *ctx, c.m.Reference()
			held.Caller = &m
			res = c.SetCollectorPageSize0(&held, req)
		})
	})
	return res
}

// labForget takes away what lives in a session, when it ends.
func labForget(session Session) {
	m := Map.EventManager()
	for ref, obj := range session.Registry.objects {
		if ref == Map.content().PropertyCollector {
			continue
		}
		if _, ok := obj.(RegisterObject); ok {
			Map.Remove(ref)
		}
		Map.WithLock(m, func() { delete(m.collectors, ref) })
	}
}

// ---------------------------------------------------------------- clone

// CloneVMTask replaces the packaged one (renamed by the build): it takes its time and can be cancelled, honours the size,
// the host and the annotation, and leaves the disks of what is cloned alone.
func (vm *VirtualMachine) CloneVMTask(ctx *Context, req *types.CloneVM_Task) soap.HasFault {
	as := *ctx
	as.Context = context.Background()
	d := time.Duration(Lab.MigrateSeconds / 8 * float64(time.Second))
	t := labAsync(vm, "cloneVm", d, user(ctx), true, func() (types.AnyType, types.BaseMethodFault) {
		if folder, ok := asFolderMO(Map.Get(req.Folder)); ok {
			if other := Map.FindByName(req.Name, folder.ChildEntity); other != nil {
				return nil, &types.DuplicateName{Name: req.Name, Object: other.Reference()}
			}
		}
		return labClone(vm, &as, req)
	}, nil)
	return &methods.CloneVM_TaskBody{Res: &types.CloneVM_TaskResponse{Returnval: t}}
}

type labDevices struct {
	Device []types.BaseVirtualDevice `xml:"device,typeattr"`
}

func labClone(vm *VirtualMachine, ctx *Context, req *types.CloneVM_Task) (types.AnyType, types.BaseMethodFault) {
	var kept labDevices
	deepCopy(&labDevices{vm.Config.Hardware.Device}, &kept)
	res := vm.CloneVMTask0(ctx, req).(*methods.CloneVM_TaskBody)
	vm.Config.Hardware.Device = kept.Device // the clone has taken them, and changed them
	if res.Fault_ != nil {
		return nil, res.Fault_.VimFault().(types.BaseMethodFault)
	}
	info := Map.Get(res.Res.Returnval).(*Task).Info
	if info.Error != nil {
		return nil, info.Error.Fault
	}
	clone := Map.Get(info.Result.(types.ManagedObjectReference)).(*VirtualMachine)
	var fault types.BaseMethodFault
	Map.WithLock(clone, func() {
		if host := req.Spec.Location.Host; host != nil {
			labMove(clone, host, nil, nil)
		}
		if spec := req.Spec.Config; spec != nil {
			fault = clone.configure(&types.VirtualMachineConfigSpec{NumCPUs: spec.NumCPUs, MemoryMB: spec.MemoryMB, Annotation: spec.Annotation})
		}
	})
	return clone.Self, fault
}

// ---------------------------------------------------------------- first-class disks

func (m *VcenterVStorageObjectManager) CloneVStorageObjectTask(req *types.CloneVStorageObject_Task) soap.HasFault {
	task := CreateTask(m, "cloneVStorageObject", func(*Task) (types.AnyType, types.BaseMethodFault) {
		source := m.object(req.Datastore, req.Id)
		if source == nil {
			return nil, new(types.NotFound)
		}
		made, fault := m.createObject(&types.CreateDisk_Task{Spec: types.VslmCreateSpec{Name: req.Spec.Name, KeepAfterDeleteVm: req.Spec.KeepAfterDeleteVm,
			BackingSpec: req.Spec.BackingSpec, CapacityInMB: source.Config.CapacityInMB}}, false)
		if fault != nil {
			return nil, fault
		}
		return *made, nil
	})
	return &methods.CloneVStorageObject_TaskBody{Res: &types.CloneVStorageObject_TaskResponse{Returnval: task.Run()}}
}

func (m *VcenterVStorageObjectManager) ExtendDiskTask(req *types.ExtendDisk_Task) soap.HasFault {
	task := CreateTask(m, "extendDisk", func(*Task) (types.AnyType, types.BaseMethodFault) {
		disk := m.object(req.Datastore, req.Id)
		if disk == nil {
			return nil, new(types.NotFound)
		}
		if req.NewCapacityInMB <= disk.Config.CapacityInMB {
			return nil, &types.InvalidArgument{InvalidProperty: "newCapacityInMB"}
		}
		disk.Config.CapacityInMB = req.NewCapacityInMB
		return nil, nil
	})
	return &methods.ExtendDisk_TaskBody{Res: &types.ExtendDisk_TaskResponse{Returnval: task.Run()}}
}

// labKeepDisks leaves out what outlives its VM: first-class disks that are to be kept.
func labKeepDisks(specs []types.BaseVirtualDeviceConfigSpec) []types.BaseVirtualDeviceConfigSpec {
	m, ok := Map.Get(*Map.content().VStorageObjectManager).(*VcenterVStorageObjectManager)
	if !ok { // a single host
		return specs
	}
	kept := map[string]bool{}
	for _, disks := range m.objects {
		for _, disk := range disks {
			if keep := disk.Config.KeepAfterDeleteVm; keep != nil && *keep {
				kept[disk.Config.Backing.(*types.BaseConfigInfoDiskFileBackingInfo).FilePath] = true
			}
		}
	}
	for _, spec := range specs {
		if disk, ok := spec.GetVirtualDeviceConfigSpec().Device.(*types.VirtualDisk); ok {
			if b, ok := disk.Backing.(types.BaseVirtualDeviceFileBackingInfo); ok && kept[b.GetVirtualDeviceFileBackingInfo().FileName] {
				spec.GetVirtualDeviceConfigSpec().FileOperation = ""
			}
		}
	}
	return specs
}

// labMounts: the packaged model tells of each datastore only the last host that has mounted it.
func labMounts() {
	for _, e := range Map.All("Datastore") {
		ds := e.(*Datastore)
		ds.Host = nil
		for _, h := range Map.All("HostSystem") {
			if FindReference(h.(*HostSystem).Datastore, ds.Self) != nil {
				yes := types.NewBool(true)
				ds.Host = append(ds.Host, types.DatastoreHostMount{Key: h.Reference(), MountInfo: types.HostMountInfo{AccessMode: "readWrite", Mounted: yes, Accessible: yes}})
			}
		}
		ds.Summary.MultipleHostAccess = types.NewBool(len(ds.Host) > 1)
	}
}

// ---------------------------------------------------------------- port groups

// AddDVPortgroupTask: the packaged one (renamed by the build) sets the hosts after the port group was told of.
func (s *DistributedVirtualSwitch) AddDVPortgroupTask(ctx *Context, req *types.AddDVPortgroup_Task) soap.HasFault {
	res := s.AddDVPortgroupTask0(ctx, req)
	for _, ref := range s.Portgroup {
		if pg, ok := Map.Get(ref).(*DistributedVirtualPortgroup); ok {
			Map.Update(pg, []change{{Name: "host", Val: pg.Host}, {Name: "config.defaultPortConfig", Val: pg.Config.DefaultPortConfig}})
		}
	}
	return res
}

// DestroyTask: the packaged one (renamed by the build) takes a port group away from under its VMs.
func (s *DistributedVirtualPortgroup) DestroyTask(ctx *Context, req *types.Destroy_Task) soap.HasFault {
	for _, e := range Map.All("VirtualMachine") {
		if FindReference(e.(*VirtualMachine).Network, s.Self) != nil {
			return &methods.Destroy_TaskBody{Fault_: Fault("", &types.ResourceInUse{Type: "DistributedVirtualPortgroup", Name: s.Name})}
		}
	}
	return s.DestroyTask0(ctx, req)
}

