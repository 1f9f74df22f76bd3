// Where the packaged simulator answers otherwise than a vCenter does, or changes something without pushing it.
package simulator

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// labDeaf holds the VMs whose guest does not react to a polite request; set over /lab/deaf.
var labDeaf sync.Map

// labShutdown is what a guest needs to shut down.
const labShutdown = 700 * time.Millisecond

// labAs is a context in the name of a user; events posted in it tell that user.
func labAs(user string) *Context {
	return &Context{
		Context: context.Background(),
		Session: &Session{UserSession: types.UserSession{UserName: user}, Registry: NewRegistry()},
		Map:     Map,
	}
}

// labTouch tells of a change of the configuration, as a vCenter does with each.
func labTouch(vm *VirtualMachine, more ...change) {
	Map.Update(vm, append(more, change{Name: "config.changeVersion", Val: fmt.Sprint(time.Now().UnixNano())}))
}

// ---------------------------------------------------------------- custom attributes

// SetField replaces the packaged one (renamed by the build), which appends a second value and pushes nothing.
func (c *CustomFieldsManager) SetField(ctx *Context, req *types.SetField) soap.HasFault {
	if _, field := c.findByKey(req.Key); field == nil {
		return &methods.SetFieldBody{Fault_: Fault("", &types.InvalidArgument{InvalidProperty: "key"})}
	}
	entity, ok := Map.Get(req.Entity).(mo.Entity)
	if !ok {
		return &methods.SetFieldBody{Fault_: Fault("", &types.ManagedObjectNotFound{Obj: req.Entity})}
	}
	ctx.WithLock(entity, func() {
		values := []types.BaseCustomFieldValue{}
		for _, v := range entity.Entity().CustomValue {
			if v.GetCustomFieldValue().Key != req.Key {
				values = append(values, v)
			}
		}
		if req.Value != "" {
			values = append(values, &types.CustomFieldStringValue{CustomFieldValue: types.CustomFieldValue{Key: req.Key}, Value: req.Value})
		}
		Map.Update(entity, []change{{Name: "customValue", Val: values}, {Name: "value", Val: values}})
	})
	return &methods.SetFieldBody{Res: new(types.SetFieldResponse)}
}

// ---------------------------------------------------------------- names

// RenameTask replaces the packaged one (renamed by the build): events, all three names, and the right fault.
func (vm *VirtualMachine) RenameTask(ctx *Context, req *types.Rename_Task) soap.HasFault {
	task := CreateTask(vm, "rename", func(*Task) (types.AnyType, types.BaseMethodFault) {
		if parent, ok := asFolderMO(Map.Get(*vm.Parent)); ok {
			if other := Map.FindByName(req.NewName, parent.ChildEntity); other != nil && other.Reference() != vm.Self {
				return nil, &types.DuplicateName{Name: req.NewName, Object: other.Reference()}
			}
		}
		old := vm.Name
		labTouch(vm, change{Name: "name", Val: req.NewName}, change{Name: "config.name", Val: req.NewName}, change{Name: "summary.config.name", Val: req.NewName})
		ctx.postEvent(&types.VmRenamedEvent{VmEvent: vm.event(), OldName: old, NewName: req.NewName})
		return nil, nil
	})
	return &methods.Rename_TaskBody{Res: &types.Rename_TaskResponse{Returnval: task.Run()}}
}

// MarkAsTemplate and its opposite: the packaged ones (renamed by the build) push nothing.
func (vm *VirtualMachine) MarkAsTemplate(req *types.MarkAsTemplate) soap.HasFault {
	res := vm.MarkAsTemplate0(req)
	if res.Fault() == nil {
		labTouch(vm, change{Name: "config.template", Val: true}, change{Name: "summary.config.template", Val: true})
	}
	return res
}

func (vm *VirtualMachine) MarkAsVirtualMachine(req *types.MarkAsVirtualMachine) soap.HasFault {
	res := vm.MarkAsVirtualMachine0(req)
	if res.Fault() == nil {
		labTouch(vm, change{Name: "config.template", Val: false}, change{Name: "summary.config.template", Val: false})
	}
	return res
}

// ---------------------------------------------------------------- power

// ResetVMTask replaces the packaged one (renamed by the build): one reset is not a power off and a power on.
func (vm *VirtualMachine) ResetVMTask(ctx *Context, req *types.ResetVM_Task) soap.HasFault {
	task := CreateTask(vm, "reset", func(*Task) (types.AnyType, types.BaseMethodFault) {
		if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
			return nil, &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOn, ExistingState: vm.Runtime.PowerState}
		}
		ctx.postEvent(&types.VmResettingEvent{VmEvent: vm.event()})
		Map.Update(vm, []change{{Name: "summary.runtime.bootTime", Val: time.Now()}, {Name: "runtime.bootTime", Val: time.Now()}})
		return nil, nil
	})
	return &methods.ResetVM_TaskBody{Res: &types.ResetVM_TaskResponse{Returnval: task.Run()}}
}

// ShutdownGuest answers at once, as a vCenter does; the guest takes its time, or is deaf.
func (vm *VirtualMachine) ShutdownGuest(ctx *Context, req *types.ShutdownGuest) soap.HasFault {
	if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		return &methods.ShutdownGuestBody{Fault_: Fault("", &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOn, ExistingState: vm.Runtime.PowerState})}
	}
	if _, deaf := labDeaf.Load(vm.Self.Value); !deaf {
		as := labAs(user(ctx))
		go func() {
			time.Sleep(labShutdown)
			Map.WithLock(vm, func() {
				if vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn {
					vm.ShutdownGuest0(as, req)
				}
			})
		}()
	}
	return &methods.ShutdownGuestBody{Res: new(types.ShutdownGuestResponse)}
}

// RevertToSnapshotTask brings the power state back, too; the packaged one (renamed by the build) only moves a pointer.
func (v *VirtualMachineSnapshot) RevertToSnapshotTask(req *types.RevertToSnapshot_Task) soap.HasFault {
	task := CreateTask(v, "revertToSnapshot", func(*Task) (types.AnyType, types.BaseMethodFault) {
		vm := Map.Get(v.Vm).(*VirtualMachine)
		Map.WithLock(vm, func() {
			changes := []change{{Name: "snapshot.currentSnapshot", Val: v.Self}}
			if s := findSnapshotInTree(vm.Snapshot.RootSnapshotList, v.Self); s != nil {
				changes = append(changes, change{Name: "runtime.powerState", Val: s.State}, change{Name: "summary.runtime.powerState", Val: s.State})
			}
			labTouch(vm, changes...)
		})
		return nil, nil
	})
	return &methods.RevertToSnapshot_TaskBody{Res: &types.RevertToSnapshot_TaskResponse{Returnval: task.Run()}}
}

// ---------------------------------------------------------------- deletion

// DestroyTask keeps the disks that were taken off the VM before; the packaged one (renamed by the build) removes the folder.
func (vm *VirtualMachine) DestroyTask(ctx *Context, req *types.Destroy_Task) soap.HasFault {
	dc := ctx.Map.getEntityDatacenter(vm)
	task := CreateTask(vm, "destroy", func(*Task) (types.AnyType, types.BaseMethodFault) {
		if dc == nil {
			return nil, &types.ManagedObjectNotFound{Obj: vm.Self}
		}
		if r := vm.UnregisterVM(ctx, &types.UnregisterVM{This: req.This}); r.Fault() != nil {
			return nil, r.Fault().VimFault().(types.BaseMethodFault)
		}
		devices := object.VirtualDeviceList(vm.Config.Hardware.Device)
		spec, _ := devices.ConfigSpec(types.VirtualDeviceConfigSpecOperationRemove)
		vm.configureDevices(&types.VirtualMachineConfigSpec{DeviceChange: labKeepDisks(spec)})
		if dir, fault := Map.FileManager().resolve(&dc.Self, vm.Config.Files.LogDirectory); fault == nil {
			files, _ := os.ReadDir(dir)
			for _, f := range files {
				if !strings.HasSuffix(f.Name(), ".vmdk") {
					_ = os.RemoveAll(path.Join(dir, f.Name()))
				}
			}
			_ = os.Remove(dir) // stays while a disk is in it
		}
		vm.run.remove(vm)
		return nil, nil
	})
	return &methods.Destroy_TaskBody{Res: &types.Destroy_TaskResponse{Returnval: task.Run()}}
}

// RefreshDatastore: the packaged one (renamed by the build) succeeds with an empty answer.
func (ds *Datastore) RefreshDatastore(req *types.RefreshDatastore) soap.HasFault {
	r := ds.RefreshDatastore0(req).(*methods.RefreshDatastoreBody)
	if r.Fault_ == nil {
		r.Res = new(types.RefreshDatastoreResponse)
	}
	return r
}

// ---------------------------------------------------------------- control

// labFaithful adds ?vm=vm-12 deaf guests, and whether a file of a datastore is there: ?path=[ds] dir/disk.vmdk&dc=DC0; -X PUT with &size= makes it, -X DELETE removes it.
func labFaithful(post func(string, func(*http.Request) (interface{}, error))) {
	post("deaf", func(r *http.Request) (interface{}, error) {
		labDeaf.Store(r.URL.Query().Get("vm"), true)
		return "deaf", nil
	})
	post("file", func(r *http.Request) (interface{}, error) {
		for _, e := range Map.All("Datacenter") {
			ref := e.Reference()
			if file, fault := Map.FileManager().resolve(&ref, r.URL.Query().Get("path")); fault == nil {
				switch r.Method {
				case http.MethodPut:
					size, _ := strconv.Atoi(r.URL.Query().Get("size"))
					if err := os.MkdirAll(path.Dir(file), 0750); err != nil {
						return nil, err
					}
					if err := os.WriteFile(file, make([]byte, size), 0640); err != nil {
						return nil, err
					}
				case http.MethodDelete:
					_ = os.Remove(file)
				}
				_, err := os.Stat(file)
				return map[string]bool{"exists": err == nil}, nil
			}
		}
		return nil, fmt.Errorf("no such datastore")
	})
}
